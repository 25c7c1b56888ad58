export function countJunit(xml: string): { passed: number; failed: number; skipped: number };
export function failedTests(xml: string): string[];
export function whyFailed(printed: string): string[];
