package io.terrarium.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;

/** Where the figures come from. */
final class Machine {
  private Machine() {}

  static String describe(Python python) throws IOException {
    return String.format(
        Locale.ROOT,
        "Measured on %s: %s, %d processors, %s %s; %s %s; %s; load average at the start %s.",
        LocalDate.now(java.time.ZoneOffset.UTC),
        processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("java.vendor.version", System.getProperty("java.vendor", "JDK")),
        Runtime.version(),
        python.description(),
        Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch", "an unknown processor"));
  }
}
