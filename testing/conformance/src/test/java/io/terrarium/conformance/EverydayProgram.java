package io.terrarium.conformance;

import io.terrarium.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A file of the corpus of Python as people write it.
 *
 * @param name the file name
 * @param text the source
 * @param calls what to call in it, in order
 */
record EverydayProgram(String name, String text, List<EverydayCall> calls) {
  private static final Path FOLDER = Path.of("src", "test", "resources", "everyday");

  /** The whole corpus, by name. */
  static List<EverydayProgram> all() throws IOException {
    var programs = new ArrayList<EverydayProgram>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".py")).sorted().toList()) {
        programs.add(parse(file.getFileName().toString(), Files.readString(file)));
      }
    }
    return List.copyOf(programs);
  }

  private static EverydayProgram parse(String name, String text) {
    List<String> lines = text.lines().toList();
    var calls = new ArrayList<EverydayCall>();
    for (int index = 0; index < lines.size(); index++) {
      if (lines.get(index).startsWith(EverydayCall.MARK)) {
        EverydayCall call = EverydayCall.parse(name, lines.get(index));
        if (!call.standsAbove(lines.subList(index, lines.size()))) {
          throw new IllegalArgumentException(call + " does not stand above its function");
        }
        calls.add(call);
      }
    }
    return new EverydayProgram(name, text, List.copyOf(calls));
  }

  Source source() {
    return Source.of(text).named(name);
  }

  /** What {@code plain_run.py} reads. */
  Map<String, Object> toDocument() {
    return Map.of(
        "name",
        name,
        "source",
        text,
        "calls",
        calls.stream().map(EverydayCall::toDocument).toList());
  }
}
