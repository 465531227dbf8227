package io.terrarium.cli;

import io.terrarium.Row;
import io.terrarium.json.InvalidJsonException;
import io.terrarium.json.ValueJson;
import io.terrarium.value.DictValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.Value;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Rows as JSON, one on each line: a list of arguments, or an object of named ones. Lines with
 * nothing on them are no rows.
 */
final class JsonLines implements RowInput {
  /** More than any row's arguments may take, written out. */
  private static final int LONGEST_LINE = 1 << 30;

  private final String name;
  private final InputStream in;
  private long line;
  private long bytes;
  private @Nullable Row ahead;

  /**
   * @param name what messages call the file
   */
  JsonLines(InputStream in, String name) {
    this.name = name;
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  @Override
  public boolean hasNext() {
    while (ahead == null) {
      String text = line();
      if (text == null) {
        return false;
      }
      if (!text.isBlank()) {
        ahead = row(text);
      }
    }
    return true;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException(name + " has no more rows");
    }
    Row row = ahead;
    ahead = null;
    if (row == null) {
      throw new IllegalStateException("a row that was there is gone");
    }
    return row;
  }

  @Override
  public long bytesRead() {
    return bytes;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UsageException(name + " cannot be closed: " + e.getMessage());
    }
  }

  private Row row(String text) {
    try {
      return switch (ValueJson.read(text)) {
        case ListValue list -> Row.of(list.items().toArray());
        case DictValue dict -> named(dict);
        case Value other ->
            throw problem(
                "a row is a list of arguments or an object of named ones, and this is a Python "
                    + other.typeName());
      };
    } catch (InvalidJsonException e) {
      throw problem("column " + e.column() + ": " + e.problem());
    }
  }

  private Row named(DictValue dict) {
    var arguments = new LinkedHashMap<String, @Nullable Object>();
    for (DictValue.Entry entry : dict.entries()) {
      if (!(entry.key() instanceof StrValue(String key))) {
        throw problem("a named argument has a name, not " + entry.key() + " for a key");
      }
      arguments.put(key, entry.value());
    }
    return Row.named(arguments);
  }

  private @Nullable String line() {
    var found = new ByteArrayOutputStream(128);
    try {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      line++;
      for (; next >= 0 && next != '\n'; next = in.read()) {
        found.write(next);
        if (found.size() > LONGEST_LINE) {
          throw problem("it has no end, and is longer than any row may be");
        }
      }
      bytes += found.size() + 1;
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(found.toByteArray()))
              .toString();
      return line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw problem("it is not UTF-8");
    } catch (IOException e) {
      throw problem("it cannot be read: " + e.getMessage());
    }
  }

  private UsageException problem(String problem) {
    return new UsageException(name + ", line " + line + ": " + problem);
  }
}
