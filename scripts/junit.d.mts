export function countJunit(xml: string): { passed: number; failed: number; skipped: number };
