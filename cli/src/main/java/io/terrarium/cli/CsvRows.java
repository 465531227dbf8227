package io.terrarium.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.terrarium.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a CSV file as RFC 4180 has it, with the names of its columns on the first line. A cell
 * that reads as a number, as JSON writes numbers, is one; all others are text.
 */
final class CsvRows implements RowInput {
  private static final Pattern NUMBER =
      Pattern.compile("\\s*+(-?(?:0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][+-]?[0-9]++)?)\\s*+");

  /** Longer ones are left to the program, as text: reading them takes time without end. */
  private static final int LONGEST_NUMBER = 1_000;

  private final String name;
  private final CountingStream counted;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private final boolean strings;
  private final int width;
  private final ColumnPlan plan;
  private long line = 1;

  /** Finds the parameter of each column. */
  @FunctionalInterface
  interface Planner {
    /** The plan for columns of these names. */
    ColumnPlan plan(List<String> columns);
  }

  /**
   * @param name what messages call the file
   * @param strings whether cells are text whatever they read like
   */
  CsvRows(InputStream in, String name, boolean strings, Planner planner) {
    this.name = name;
    this.strings = strings;
    this.counted = new CountingStream(in);
    // How many cells there are is checked here, in words of ours.
    this.reader =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .ofCsvRecord(new InputStreamReader(counted, StandardCharsets.UTF_8.newDecoder()));
    this.records = reader.iterator();
    CsvRecord header = record();
    if (header == null) {
      throw new UsageException(name + " is empty: its first line has to name the columns");
    }
    List<String> columns = new ArrayList<>(header.getFields());
    columns.set(0, columns.getFirst().replaceFirst("^\uFEFF", ""));
    this.width = columns.size();
    this.plan = planner.plan(columns);
  }

  @Override
  public boolean hasNext() {
    return guarded(records::hasNext);
  }

  @Override
  public Row next() {
    CsvRecord record = record();
    if (record == null) {
      throw new NoSuchElementException(name + " has no more rows");
    }
    if (record.getFieldCount() != width) {
      throw problem(
          "%d cells, where the first line names %d columns"
              .formatted(record.getFieldCount(), width));
    }
    var positional = new ArrayList<@Nullable Object>();
    for (int column : plan.positional()) {
      positional.add(cell(record.getField(column)));
    }
    var named = new LinkedHashMap<String, @Nullable Object>();
    plan.named()
        .forEach((parameter, column) -> named.put(parameter, cell(record.getField(column))));
    return Row.of(positional.toArray()).withKeywordArguments(named);
  }

  @Override
  public long bytesRead() {
    return counted.count();
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UsageException(name + " cannot be closed: " + e.getMessage());
    }
  }

  private @Nullable CsvRecord record() {
    CsvRecord record = guarded(() -> records.hasNext() ? records.next() : null);
    if (record != null) {
      line = record.getStartingLineNumber();
    }
    return record;
  }

  private Object cell(String text) {
    if (strings || text.length() > LONGEST_NUMBER) {
      return text;
    }
    var number = NUMBER.matcher(text);
    if (!number.matches()) {
      return text;
    }
    if (number.group(2) == null && number.group(3) == null) {
      return new BigInteger(number.group(1));
    }
    double value = Double.parseDouble(number.group(1));
    return Double.isInfinite(value) ? text : (Object) value;
  }

  private <T extends @Nullable Object> T guarded(java.util.function.Supplier<T> reading) {
    try {
      return reading.get();
    } catch (CsvParseException e) {
      throw brokenOff(e);
    } catch (UncheckedIOException e) {
      throw brokenOff(e);
    }
  }

  private UsageException brokenOff(RuntimeException e) {
    Throwable cause = e;
    for (Throwable next = e; next != null; next = next.getCause()) {
      cause = next;
    }
    // What broke is behind the last row that was whole.
    String problem =
        cause instanceof CharacterCodingException ? "it is not UTF-8" : "" + cause.getMessage();
    return new UsageException(name + ", after line " + line + ": " + problem);
  }

  private UsageException problem(String problem) {
    return new UsageException(name + ", line " + line + ": " + problem);
  }
}
