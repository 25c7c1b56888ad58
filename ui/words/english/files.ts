/** Files that a message has. */
export const files = {
  open_picture: (name: string) => `Open the picture ${name}`,
  picture_gone: (name: string) => `The picture ${name} is missing on the server`,
  gone: "Missing on the server",
  file_gone: (size: string) => `${size}, missing on the server`,
  show_in_folder: "Show in folder",
  download: "Download",
  download_label: (name: string) => `Download ${name}`,
  loaded_part: (part: string, size: string) => `${part} of ${size}`,
  saved: (size: string) => `${size}, saved in your downloads`,
};
