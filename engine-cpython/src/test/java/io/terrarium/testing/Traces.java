package io.terrarium.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What sandboxes need from the machine, as it is at a moment.
 *
 * @param processes the processes that descend from this one
 * @param descriptors what this process has open for talking to others: sockets and pipes
 * @param threads the platform threads of Terrarium
 * @param folders folders for sockets that nobody listens on
 */
record Traces(
    Set<Long> processes, List<String> descriptors, List<String> threads, Set<Path> folders) {

  private static final Path OWN_DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Path UNIX_SOCKETS = Path.of("/proc/net/unix");
  private static final String PREFIX = "terrarium-";

  static Traces now() {
    return new Traces(
        ProcessHandle.current()
            .descendants()
            .filter(ProcessHandle::isAlive)
            .map(ProcessHandle::pid)
            .collect(Collectors.toSet()),
        descriptorsNow(),
        threadsNow(),
        desertedFolders());
  }

  /** What is there now and was not there before. */
  List<String> moreThan(Traces before) {
    return Stream.of(
            left("processes", minus(processes, before.processes)),
            grown("descriptors", descriptors, before.descriptors),
            grown("threads", threads, before.threads),
            left("folders", minus(folders, before.folders)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> left(String what, Set<?> more) {
    return more.isEmpty() ? Optional.empty() : Optional.of(what + " " + more);
  }

  private static Optional<String> grown(String what, List<String> now, List<String> before) {
    return now.size() <= before.size()
        ? Optional.empty()
        : Optional.of("%s: %d, before %d: %s".formatted(what, now.size(), before.size(), now));
  }

  private static <T> Set<T> minus(Set<T> all, Set<T> known) {
    return all.stream().filter(one -> !known.contains(one)).collect(Collectors.toSet());
  }

  /** Jars and the like come and go with class loading: only what leads to others counts. */
  private static List<String> descriptorsNow() {
    try (Stream<Path> links = Files.list(OWN_DESCRIPTORS)) {
      return links
          .flatMap(link -> target(link).stream())
          .filter(target -> target.startsWith("socket:") || target.startsWith("pipe:"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      // Closed since it was listed.
      return Optional.empty();
    }
  }

  private static List<String> threadsNow() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(PREFIX))
        .sorted()
        .toList();
  }

  /** Other applications may use their folders here at the same time: theirs are listened on. */
  private static Set<Path> desertedFolders() {
    String listened = readAll(UNIX_SOCKETS);
    return Stream.of(System.getProperty("java.io.tmpdir"), "/tmp", "/var/tmp", "/dev/shm")
        .distinct()
        .map(Path::of)
        .flatMap(Traces::ownFolders)
        .filter(folder -> !listened.contains(folder + "/"))
        .collect(Collectors.toSet());
  }

  private static Stream<Path> ownFolders(Path parent) {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(path -> path.getFileName().toString().startsWith(PREFIX))
          .toList()
          .stream();
    } catch (NoSuchFileException e) {
      return Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String readAll(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
