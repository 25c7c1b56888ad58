/** Files that a message has. */
export const files = {
  open_picture: (name: string) => `Open the picture ${name}`,
  show_in_folder: "Show in folder",
  download: "Download",
  download_label: (name: string) => `Download ${name}`,
  loaded_part: (part: string, size: string) => `${part} of ${size}`,
  saved: (size: string) => `${size}, saved in your downloads`,
};
