/**
 * Values and documents as JSON: what the command line prints with {@code --json} and what the
 * service answers. The forms of values are in the table of {@code docs/values.md}, the fields of
 * the documents in {@code docs/documents.md}.
 *
 * <p>Everything here streams: a value or document is written, and an argument read, token by token,
 * without a tree in between.
 */
@NullMarked
package io.terrarium.json;

import org.jspecify.annotations.NullMarked;
