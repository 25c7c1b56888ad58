export function countJunit(xml: string): { passed: number; failed: number; skipped: number };
export function failedTests(xml: string): string[];
export function whyFailed(printed: string): string[];
export function strayErrors(printed: string): { name: string; why: string }[];
export function endOf(printed: string): string;
