export const window_packages: readonly string[];
export const test_packages: readonly string[];
export function ensureSystemPackages(
  packages: readonly string[],
  options: { required: boolean },
): Promise<void>;
