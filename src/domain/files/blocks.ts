/** Disks give out blocks, and most of them of this size: a file of one byte takes as much. */
export const block_bytes = 4_096;

/** What a file of this size takes of the disk. */
export const inBlocks = (size_bytes: number): number => Math.ceil(size_bytes / block_bytes) * block_bytes;
