package io.terrarium.cli;

import io.terrarium.Limits;
import io.terrarium.value.BytesValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Files that a call is given. */
final class FileOptions {
  @Option(
      names = "--file",
      paramLabel = "NAME=PATH",
      description = {
        "A file that the program may read with open(\"NAME\"); may be given several times.",
        "A policy that lets programs open files is needed: restricted+files, or full."
      })
  List<String> files = new ArrayList<>();

  /** The files by name, none of them larger than arguments may be. */
  Map<String, BytesValue> read(Limits limits) {
    var contents = new LinkedHashMap<String, BytesValue>();
    for (String file : files) {
      int sign = file.indexOf('=');
      if (sign <= 0) {
        throw new UsageException("--file " + file + ": it has to be NAME=PATH");
      }
      String name = file.substring(0, sign);
      if (contents.put(name, content(file.substring(sign + 1), limits)) != null) {
        throw new UsageException("--file " + name + " is given twice");
      }
    }
    return contents;
  }

  private static BytesValue content(String path, Limits limits) {
    int most = (int) Math.min(limits.argumentBytes(), Integer.MAX_VALUE - 64L);
    byte[] bytes = InputFile.read(path, "a file", most, () -> "");
    if (bytes.length > most) {
      throw new UsageException(
          path + " is larger than " + most + " bytes, which is all that a call may be given");
    }
    return BytesValue.of(bytes);
  }
}
