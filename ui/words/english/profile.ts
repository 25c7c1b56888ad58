/** One's own name and picture. */
export const profile = {
  title: "Edit profile",
  saved: "Saved.",
  name: "Display name",
  name_hint: (chars_max: number, username: string) =>
    `At most ${chars_max} characters; others may have the same. Leave it empty to be called ${username}.`,
  choose: "Choose picture …",
  remove: "Remove picture",
  no_pictures: "This server takes no files, and so no pictures of people.",
  no_picture: "That is no picture. Choose a PNG, JPEG, WebP, GIF or AVIF.",
  too_large: "That file is larger than 32 MB. Choose a smaller one.",
  too_many_pixels: "That picture has more pixels than can be worked with here. Choose a smaller one.",
  broken: "That picture cannot be read. It may be damaged, or not be what its name says.",
  part: "The part of the picture that is shown",
  zoom: "Zoom",
  crop_hint: "Drag the picture, or move it with the arrow keys; + and - zoom, Enter takes it.",
  take: "Use picture",
};
