package io.terrarium.engine.wasm;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A time zone as a file in the form that {@code zoneinfo} reads (TZif, RFC 8536), made from the
 * rules that this Java platform has. The same rules always make the same bytes.
 *
 * <p>What is not in Java's rules is not in the file: {@code dst()} and {@code tzname()} of times
 * whose offset the zone no longer has tell less than elsewhere; see {@link ZoneNames}.
 */
final class ZoneFile {
  private static final byte[] MAGIC = "TZif".getBytes(StandardCharsets.US_ASCII);

  /** Its footer may name hours beyond those of a day. */
  private static final char VERSION = '3';

  private static final int RESERVED_BYTES = 15;

  private final ZoneRules rules;
  private final ZoneNames names;

  /** The kinds of local time, in the order in which they first occur, and which one is which. */
  private final Map<LocalTimeKind, Integer> kinds = new LinkedHashMap<>();

  /** Those that transitions lead to. */
  private final List<Integer> reached = new ArrayList<>();

  private record LocalTimeKind(int offsetSeconds, boolean isDaylight, String name) {}

  private ZoneFile(ZoneId zone) {
    this.rules = zone.getRules();
    this.names = ZoneNames.of(zone);
  }

  /** The file of a zone. */
  static byte[] of(ZoneId zone) {
    var file = new ZoneFile(zone);
    file.gather();
    return file.bytes();
  }

  /** The files of all zones that this Java platform knows by name, which are in order. */
  static Map<String, byte[]> all() {
    var files = new LinkedHashMap<String, byte[]>();
    for (String name : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      files.put(name, of(ZoneId.of(name)));
    }
    return files;
  }

  private void gather() {
    List<ZoneOffsetTransition> transitions = rules.getTransitions();
    if (transitions.isEmpty()) {
      ZoneOffset only = rules.getOffset(Instant.EPOCH);
      number(new LocalTimeKind(only.getTotalSeconds(), false, names.of(only, false)));
      return;
    }
    ZoneOffset first = transitions.getFirst().getOffsetBefore();
    number(new LocalTimeKind(first.getTotalSeconds(), false, ZoneNames.LOCAL_MEAN_TIME));
    for (ZoneOffsetTransition transition : transitions) {
      ZoneOffset offset = transition.getOffsetAfter();
      boolean isDaylight = rules.isDaylightSavings(transition.getInstant());
      reached.add(
          number(
              new LocalTimeKind(
                  offset.getTotalSeconds(), isDaylight, names.of(offset, isDaylight))));
    }
  }

  private int number(LocalTimeKind kind) {
    Integer known = kinds.putIfAbsent(kind, kinds.size());
    return known == null ? kinds.size() - 1 : known;
  }

  private byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      writeWhatOldReadersRead(out);
      writeBlock(out);
      out.writeBytes("\n" + PosixZone.of(rules, names) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A block for those who know times of 32 bits alone: as good as empty, which it may not be. */
  private static void writeWhatOldReadersRead(DataOutputStream out) throws IOException {
    writeHeader(out, 0, 1, 1);
    out.writeInt(0);
    out.writeByte(0);
    out.writeByte(0);
    out.writeByte(0);
  }

  private void writeBlock(DataOutputStream out) throws IOException {
    var texts = new StringBuilder();
    var begins = new LinkedHashMap<String, Integer>();
    for (LocalTimeKind kind : kinds.keySet()) {
      if (begins.putIfAbsent(kind.name, texts.length()) == null) {
        texts.append(kind.name).append('\0');
      }
    }
    writeHeader(out, reached.size(), kinds.size(), texts.length());
    for (ZoneOffsetTransition transition : rules.getTransitions()) {
      out.writeLong(transition.toEpochSecond());
    }
    for (int kind : reached) {
      out.writeByte(kind);
    }
    for (LocalTimeKind kind : kinds.keySet()) {
      out.writeInt(kind.offsetSeconds);
      out.writeBoolean(kind.isDaylight);
      out.writeByte(begins.getOrDefault(kind.name, 0));
    }
    out.writeBytes(texts.toString());
  }

  /** There are no leap seconds, and nothing is said of how transitions were written down. */
  private static void writeHeader(DataOutputStream out, int transitions, int kinds, int texts)
      throws IOException {
    out.write(MAGIC);
    out.writeByte(VERSION);
    out.write(new byte[RESERVED_BYTES]);
    for (int count : new int[] {0, 0, 0, transitions, kinds, texts}) {
      out.writeInt(count);
    }
  }
}
