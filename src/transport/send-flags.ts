/** MSG_DONTWAIT and MSG_NOSIGNAL, on every architecture of Linux that there is a build for. */
export const send_flags = 0x40 | 0x4000;
