-- An emoji that comes in two forms, with a variation selector (U+FE0F) and without, is one reaction: of who gave it in both, the first stays.
DELETE FROM reactions WHERE EXISTS (
  SELECT 1 FROM reactions AS earlier
  WHERE earlier.message_id = reactions.message_id
    AND earlier.user_id = reactions.user_id
    AND earlier.emoji <> reactions.emoji
    AND replace(earlier.emoji, char(0xFE0F), '') = replace(reactions.emoji, char(0xFE0F), '')
    AND (earlier.rev < reactions.rev OR (earlier.rev = reactions.rev AND earlier.emoji < reactions.emoji))
);

-- What is no emoji by itself any more could not be taken back: half a flag, the tone of a skin, a digit or sign with a selector.
DELETE FROM reactions
WHERE length(replace(emoji, char(0xFE0F), '')) = 1
  AND (unicode(emoji) BETWEEN 0x1F1E6 AND 0x1F1FF
    OR unicode(emoji) BETWEEN 0x1F3FB AND 0x1F3FF
    OR unicode(emoji) < 0x80);
