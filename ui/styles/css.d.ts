/** Stylesheets are imported for what they do to the bundle; see build-page.ts. */
declare module "*.css";
