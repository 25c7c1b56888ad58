import { explain } from "./cli/failure.ts";
import { run } from "./cli/run.ts";

/** The only reader of the command line: argv -> command -> exit code. */
try {
  process.exitCode = await run(process.argv.slice(2), process);
} catch (error) {
  const known = explain(error);
  process.stderr.write(
    known ? `chat: ${known.message}\n` : `chat: a fault in the program: ${Bun.inspect(error)}\n`,
  );
  process.exitCode = known?.exit_code ?? 70;
}
process.exit();
