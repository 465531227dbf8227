package io.terrarium.engine.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.jail.Architecture;
import io.terrarium.jail.SystemCallTable;
import io.terrarium.testing.NothingLeft;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an application gets on a machine that does not grant everything: a container with Docker's
 * default profile, a system that forbids user namespaces, a kernel without Landlock, one that is
 * too old. A filter around the whole application stands in for each.
 */
@Tag("python")
@ExtendWith(NothingLeft.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConfinedTest {
  private static final SystemCallTable CALLS = SystemCallTable.of(Architecture.current());
  private static final int EPERM = 1;
  private static final int EINVAL = 22;
  private static final int ENOSYS = 38;
  private static final int NAMESPACES_OF_CLONE = 0x7e02_0000;
  private static final int NETWORK = 0x4000_0000;
  private static final int NOBODY = 65534;

  /** linux/capability.h. */
  private static final int KILL = 1 << 5;

  private static final int CHOWN_KILL_SETGID_SETUID = 1 | KILL | 1 << 6 | 1 << 7;

  private Path folder;

  /** Ordinary users must be able to read it, wherever the project is. */
  @BeforeAll
  void copyClasses(@TempDir Path copies) throws IOException {
    folder = copies;
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (InputStream script = ConfinedTest.class.getResourceAsStream("confine.py")) {
      Files.copy(script, folder.resolve("confine.py"));
    }
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path source = Path.of(entry);
      Path target = folder.resolve(number++ + "-" + source.getFileName());
      if (Files.isDirectory(source)) {
        copyFolder(source, target);
      } else if (Files.exists(source)) {
        Files.copy(source, target);
      }
    }
  }

  @Test
  void everything_is_granted_to_an_ordinary_user_without_any_privilege() {
    assertThat(runAsNobody())
        .contains(
            "namespaces present: user, mount, network, ipc, uts, pid, an empty read-only root")
        .contains("own process ids")
        .contains("call 2");
  }

  @Test
  void in_a_container_with_the_usual_profile_the_floor_holds_without_namespaces() {
    String[] profile = {
      refused("unshare", EPERM),
      refused("mount", EPERM),
      refused("pivot_root", EPERM),
      refused("clone", NAMESPACES_OF_CLONE, EPERM),
      "435=" + ENOSYS, // clone3
    };
    for (List<String> lines : List.of(run(profile), runAsNobody(profile))) {
      assertThat(lines)
          .contains("call 2", "the host's process ids")
          .anyMatch(line -> line.startsWith("landlock present"))
          .anyMatch(line -> line.startsWith("seccomp present"))
          .anyMatch(line ->
              line.startsWith("namespaces missing: not used") && line.contains("seccomp profile"));
    }
  }

  @Test
  void root_that_may_not_become_another_user_is_refused_with_the_remedy() {
    // Not every architecture has all of them.
    List<String> changesOwner = List.of("chown", "lchown", "fchownat");
    List<String> lines =
        run(
            CALLS.calls().stream()
                .filter(call -> changesOwner.contains(call.name()))
                .map(call -> refused(call.name(), EPERM))
                .toArray(String[]::new));
    if (OwnUser.current().isRoot()) {
      assertThat(lines)
          .singleElement()
          .asString()
          .startsWith("refused: ")
          .contains("identity", "CAP_SETUID", "CAP_CHOWN", "as an ordinary user");
    } else {
      assertThat(lines).contains("call 2");
    }
  }

  @Test
  void one_namespace_that_the_kernel_does_not_have_is_done_without_and_named() {
    assertThat(run(refused("unshare", NETWORK, EINVAL)))
        .contains("call 2", "own process ids")
        .anyMatch(line ->
            line.startsWith(
                    "namespaces missing: user, mount, ipc, uts, pid, an empty read-only root; without"
                        + " network")
                && line.contains("kernel was built without"));
  }

  @Test
  void namespaces_that_are_required_and_not_granted_are_a_refusal_with_the_remedy() {
    assertThat(run(List.of("NAMESPACES"), refused("unshare", EPERM)))
        .singleElement()
        .asString()
        .startsWith("refused: ")
        .contains("namespaces", "user_namespace", "seccomp profile");
  }

  @Test
  void namespaces_stand_in_for_landlock() {
    assertThat(run(refused("landlock_create_ruleset", ENOSYS)))
        .contains("call 2")
        .anyMatch(line ->
            line.startsWith("landlock missing: not there; the namespaces stand in")
                && line.contains("5.13"));
  }

  @Test
  void without_landlock_and_namespaces_nothing_is_run() {
    assertThat(run(refused("landlock_create_ruleset", ENOSYS), refused("unshare", EPERM)))
        .singleElement()
        .asString()
        .startsWith("refused: ")
        .contains("landlock", "5.13");
  }

  @Test
  void a_kernel_without_filters_is_refused_with_the_reason() {
    assertThat(run(refused("seccomp", ENOSYS)))
        .singleElement()
        .asString()
        .startsWith("refused: ")
        .contains("seccomp", "CONFIG_SECCOMP_FILTER");
  }

  @Test
  void root_needs_four_capabilities_and_no_other() {
    if (OwnUser.current().isRoot()) {
      assertThat(start("=" + CHOWN_KILL_SETGID_SETUID, List.of()))
          .contains("call 2", "own process ids")
          .anyMatch(line -> line.startsWith("identity present: user and group "));
    }
  }

  @Test
  void root_that_could_start_workers_and_not_end_them_starts_none() {
    if (OwnUser.current().isRoot()) {
      assertThat(start("=" + (CHOWN_KILL_SETGID_SETUID & ~KILL), List.of()))
          .singleElement()
          .asString()
          .startsWith("refused: Java runs as root without CAP_KILL, ")
          .contains("ordinary user", "CAP_CHOWN, CAP_KILL, CAP_SETGID, CAP_SETUID");
    }
  }

  private static String refused(String name, int errno) {
    return CALLS.call(name).number() + "=" + errno;
  }

  private static String refused(String name, int bits, int errno) {
    return CALLS.call(name).number() + ":" + bits + "=" + errno;
  }

  private List<String> run(String... rules) {
    return run(List.of(), rules);
  }

  private List<String> run(List<String> required, String... rules) {
    return start("-", required, rules);
  }

  private List<String> runAsNobody(String... rules) {
    return start(OwnUser.current().isRoot() ? Integer.toString(NOBODY) : "-", List.of(), rules);
  }

  private List<String> start(String user, List<String> required, String... rules) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/usr/bin/env", "python3", "-I", "-S", "confine.py", user));
    command.addAll(List.of(rules));
    command.addAll(
        List.of(
            "--",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath(),
            ConfinedApplication.class.getName()));
    command.addAll(required);
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      List<String> lines = process.inputReader().lines().toList();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String classPath() {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !entry.endsWith("confine.py"))
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyFolder(Path source, Path target) throws IOException {
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target.resolve(source.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, target.resolve(source.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
