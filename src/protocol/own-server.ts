/** Where this computer itself reaches the server that runs on it. */
export const own_server_host = "127.0.0.1";
