import first from "./0001-first.sql" with { type: "text" };
import changes from "./0002-changes.sql" with { type: "text" };
import files from "./0003-files.sql" with { type: "text" };
import preferences from "./0004-preferences.sql" with { type: "text" };
import profiles from "./0005-profiles.sql" with { type: "text" };
import names from "./0006-names.sql" with { type: "text" };
import makers from "./0007-makers.sql" with { type: "text" };
import unbegun from "./0008-unbegun.sql" with { type: "text" };
import emoji from "./0009-emoji.sql" with { type: "text" };
import deletedRuns from "./0010-deleted-runs.sql" with { type: "text" };
import firstTexts from "./0011-first-texts.sql" with { type: "text" };
import erasedTexts from "./0012-erased-texts.sql" with { type: "text" };
import mentionAuthors from "./0013-mention-authors.sql" with { type: "text" };
import reactionCounts from "./0014-reaction-counts.sql" with { type: "text" };

/**
 * The schema's history: entry n makes version n + 1 (PRAGMA user_version) out of version n. What has been
 * released is never changed, only added to.
 */
export const migrations: readonly string[] = [
  first,
  changes,
  files,
  preferences,
  profiles,
  names,
  makers,
  unbegun,
  emoji,
  deletedRuns,
  firstTexts,
  erasedTexts,
  mentionAuthors,
  reactionCounts,
];
