package io.terrarium.engine.cpython;

import static io.terrarium.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("python")
@ExtendWith(NothingLeft.class)
final class InterpretersTest {
  private Path home;

  /** Not in JUnit's own temporary folder, which nobody else may enter. */
  @BeforeEach
  void makeFolders() throws IOException {
    home = Files.createTempDirectory(Path.of("/tmp"), "interpreters");
    mode(home, "rwxr-xr-x");
  }

  @AfterEach
  void removeFolders() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void the_first_on_the_path_comes_first_and_the_usual_places_after_it() throws IOException {
    Path mine = program(folder("bin"), "rwxr-xr-x");

    Interpreters found =
        Interpreters.find(SandboxSettings.DEFAULT, home.resolve("bin") + ":/usr/bin");

    assertThat(found.found()).first().isEqualTo(mine);
    assertThat(found.notes()).noneMatch(note -> note.contains(home.toString()));
  }

  @Test
  void one_that_ordinary_users_cannot_read_is_passed_over_with_a_note() throws IOException {
    Path closed = program(folder("closed"), "rwxr-x---");

    Interpreters found = Interpreters.find(SandboxSettings.DEFAULT, folderOf(closed).toString());

    assertThat(found.found()).doesNotContain(closed);
    assertThat(found.notes())
        .anySatisfy(note ->
            assertThat(note)
                .contains("passed over " + closed)
                .contains("not open to ordinary users"));
  }

  @Test
  void one_in_a_folder_that_ordinary_users_cannot_enter_is_passed_over_naming_the_folder()
      throws IOException {
    Path secret = folder("secret");
    Path hidden = program(Files.createDirectory(secret.resolve("bin")), "rwxr-xr-x");
    mode(secret.resolve("bin"), "rwxr-xr-x");
    mode(secret, "rwx------");

    Interpreters found = Interpreters.find(SandboxSettings.DEFAULT, folderOf(hidden).toString());

    assertThat(found.found()).doesNotContain(hidden);
    assertThat(found.notes())
        .anySatisfy(note -> assertThat(note).contains(secret + " is not open"));
  }

  @Test
  void a_link_to_what_ordinary_users_cannot_read_is_passed_over() throws IOException {
    Path secret = folder("secret");
    Path hidden = program(secret, "rwxr-xr-x");
    mode(secret, "rwx------");
    Path link = Files.createSymbolicLink(folder("open").resolve("python3"), hidden);

    Interpreters found = Interpreters.find(SandboxSettings.DEFAULT, folderOf(link).toString());

    assertThat(found.found()).doesNotContain(link, hidden);
    assertThat(found.notes()).anySatisfy(note -> assertThat(note).contains(link.toString()));
  }

  @Test
  void a_launcher_script_is_asked_what_it_launches() throws IOException {
    Path real = program(folder("real"), "rwxr-xr-x");
    Path launcher = script(folder("shims"), "#!/bin/sh\necho " + real + "\n");

    Interpreters found = Interpreters.find(SandboxSettings.DEFAULT, folderOf(launcher).toString());

    assertThat(found.found()).first().isEqualTo(real);
    assertThat(found.found()).doesNotContain(launcher);
  }

  @Test
  void a_launcher_of_what_ordinary_users_cannot_read_is_passed_over_naming_both()
      throws IOException {
    Path secret = folder("secret");
    Path hidden = program(secret, "rwxr-xr-x");
    mode(secret, "rwx------");
    Path launcher = script(folder("shims"), "#!/bin/sh\necho " + hidden + "\n");

    Interpreters found = Interpreters.find(SandboxSettings.DEFAULT, folderOf(launcher).toString());

    assertThat(found.found()).doesNotContain(hidden, launcher);
    assertThat(found.notes())
        .anySatisfy(
            note -> assertThat(note).contains(launcher.toString()).contains("launches " + hidden));
  }

  @Test
  void a_launcher_that_fails_or_says_nothing_is_passed_over() throws IOException {
    Path failing = script(folder("failing"), "#!/bin/sh\nexit 3\n");
    Path silent = script(folder("silent"), "#!/bin/sh\nexit 0\n");

    Interpreters found =
        Interpreters.find(SandboxSettings.DEFAULT, failing.getParent() + ":" + silent.getParent());

    assertThat(found.found()).doesNotContain(failing, silent);
    assertThat(found.notes()).anySatisfy(note -> assertThat(note).contains(failing.toString()));
    assertThat(found.notes()).anySatisfy(note -> assertThat(note).contains(silent.toString()));
  }

  @Test
  void a_launcher_that_is_given_up_leaves_none_of_its_commands_behind() throws Exception {
    Path launcher = script(folder("slow"), "#!/bin/sh\nsleep 1000\nexit 3\n");
    Set<Long> before = sleepers();
    Thread asking =
        Thread.ofPlatform()
            .start(() ->
                assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> Interpreters.launchedBy(launcher)));
    eventually("it is asked", () -> sleepers().size() > before.size());

    asking.interrupt();
    asking.join();

    eventually("its command is gone", () -> before.containsAll(sleepers()));
  }

  @Test
  void a_launcher_that_leaves_a_command_running_has_answered_all_the_same() throws IOException {
    Path real = program(folder("real"), "rwxr-xr-x");
    Path lasting = Files.createFile(folder("lasting").resolve("while-there"));
    Path launcher =
        script(
            folder("busy"),
            """
            #!/bin/sh
            (for _ in 1 2 3 4 5 6 7 8 9 10; do [ ! -e %s ] || sleep 1; done) &
            echo %s
            """
                .formatted(lasting, real));
    long begin = System.nanoTime();

    assertThat(Interpreters.launchedBy(launcher)).isEqualTo(real);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  /** The processes below this one that sleep. */
  private static Set<Long> sleepers() {
    return ProcessHandle.current()
        .descendants()
        .filter(each -> each.info().command().orElse("").endsWith("sleep"))
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  @Test
  void a_launcher_that_launches_itself_is_passed_over() throws IOException {
    Path launcher = folder("loop").resolve("python3");
    script(folderOf(launcher), "#!/bin/sh\necho " + launcher + "\n");
    SandboxSettings settings = SandboxSettings.builder().python(launcher).build();

    Interpreters found = Interpreters.find(settings, null);

    assertThat(found.found()).isEmpty();
  }

  @Test
  void relative_parts_of_the_path_are_no_places_to_look() {
    Interpreters found = Interpreters.find(SandboxSettings.DEFAULT, "bin::.:../bin");

    assertThat(found.found()).allMatch(Path::isAbsolute);
    assertThat(found.found()).doesNotHaveDuplicates();
  }

  @Test
  void a_configured_one_is_the_only_one_considered() throws IOException {
    Path mine = program(folder("bin"), "rwxr-xr-x");

    Interpreters found =
        Interpreters.find(
            SandboxSettings.builder().python(mine).build(), "/usr/bin:/usr/local/bin");

    assertThat(found.found()).containsExactly(mine);
  }

  @Test
  void a_configured_one_that_is_not_there_is_a_clear_refusal() {
    Path missing = home.resolve("nowhere/python3");

    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(() -> Sandboxes.settings().engine("cpython").python(missing).create())
        .withMessageContaining("no Python that it can use")
        .withMessageContaining("3.10 or newer")
        .withMessageContaining("apt-get install python3")
        .withMessageContaining("passed over " + missing + ": there is no such file");
  }

  @Test
  void a_configured_folder_is_no_program() throws IOException {
    Path folder = folder("python3");

    assertThat(Interpreters.find(SandboxSettings.builder().python(folder).build(), null).notes())
        .anySatisfy(note -> assertThat(note).contains("it is not a program"));
  }

  @Test
  void a_program_that_is_no_Python_is_a_clear_refusal() {
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(
            () -> Sandboxes.settings().engine("cpython").python(Path.of("/bin/true")).create())
        .withMessageContaining("/bin/true");
  }

  @Test
  void an_engine_that_nobody_has_is_a_clear_refusal() {
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(() -> Sandboxes.settings().engine("perl").create())
        .withMessageContaining("no engine named 'perl'")
        .withMessageContaining("cpython");
  }

  @Test
  void what_was_passed_over_is_in_the_report_of_a_working_engine() {
    try (Sandbox sandbox = Sandboxes.settings().engine("cpython").create()) {
      IsolationReport report = sandbox.isolation();

      assertThat(report.runtime())
          .hasValueSatisfying(text -> assertThat(text).startsWith("CPython 3."));
      assertThat(report.notes()).allMatch(note -> note.startsWith("passed over "));
    }
  }

  private Path folder(String name) throws IOException {
    Path folder = Files.createDirectory(home.resolve(name));
    mode(folder, "rwxr-xr-x");
    return folder;
  }

  /** What looks like a program at first sight, which is as far as looking goes. */
  private static Path program(Path folder, String mode) throws IOException {
    Path program = folder.resolve("python3");
    Files.write(program, new byte[] {0x7f, 'E', 'L', 'F', 0});
    mode(program, mode);
    return program;
  }

  private static Path script(Path folder, String text) throws IOException {
    Path script = Files.writeString(folder.resolve("python3"), text);
    mode(script, "rwxr-xr-x");
    return script;
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent());
  }
}
