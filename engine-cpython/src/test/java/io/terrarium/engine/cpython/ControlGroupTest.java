package io.terrarium.engine.cpython;

import static io.terrarium.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationExtra;
import io.terrarium.IsolationReport;
import io.terrarium.Limits;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Few machines hand a group with controllers to a test. What is read of the hierarchy and written
 * to it is tested on files that look like one; entering, ending and removing on the kernel's own,
 * where version 2 is mounted and writable.
 */
@Tag("python")
@ExtendWith(NothingLeft.class)
final class ControlGroupTest {
  private static final String MOUNT =
      "35 24 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate";
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final ControlGroupLimits LIMITS = new ControlGroupLimits(1L << 30, 300, 3);

  @Test
  void an_ordinary_user_makes_groups_in_its_own_one_and_leaves_it_first() {
    assertThat(find("/user.slice/user-1000.slice/run-7.scope", false))
        .contains(
            new ControlGroupHierarchy(
                ROOT.resolve("user.slice/user-1000.slice/run-7.scope"), true));
  }

  @Test
  void the_subgroup_of_a_unit_shows_that_the_unit_is_delegated() {
    for (boolean isRoot : List.of(true, false)) {
      assertThat(find("/system.slice/shop.service/main", isRoot))
          .contains(new ControlGroupHierarchy(ROOT.resolve("system.slice/shop.service"), false));
    }
  }

  @Test
  void a_container_sees_no_group_but_its_own() {
    assertThat(find("/", true)).contains(new ControlGroupHierarchy(ROOT, true));
  }

  @Test
  void root_may_write_to_every_group_and_takes_none_that_nobody_gave_it() {
    assertThat(find("/system.slice/shop.service", true)).isEmpty();
    assertThat(find("/user.slice/user-0.slice/session-3.scope", true)).isEmpty();
  }

  @Test
  void nothing_is_found_outside_of_what_is_mounted_or_in_version_1() {
    assertThat(find("/../other", false)).isEmpty();
    assertThat(ControlGroupHierarchy.find(List.of("4:memory:/a"), List.of(MOUNT), false)).isEmpty();
    assertThat(
            ControlGroupHierarchy.find(
                List.of("0::/a"),
                List.of("36 25 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory"),
                false))
        .isEmpty();
    assertThat(
            ControlGroupHierarchy.find(
                List.of("0::/a"),
                List.of("35 24 0:30 /system.slice /some/where rw - cgroup2 cgroup2 rw"),
                false))
        .isEmpty();
  }

  @Test
  void the_limits_follow_from_the_settings_and_are_written_as_the_kernel_reads_them(
      @TempDir Path parent) throws IOException {
    SandboxSettings settings =
        SandboxSettings.builder()
            .defaultLimits(Limits.DEFAULT.withMemoryBytes(64L << 20))
            .memoryBudgetBytes(1L << 30)
            .maximumConcurrentCalls(10)
            .idleWorkers(6)
            .build();
    ControlGroup group = ControlGroup.make(parent);
    List<String> files = List.of("memory.max", "memory.swap.max", "pids.max", "cpu.max");
    for (String file : files) {
      Files.createFile(group.folder().resolve(file));
    }

    group.hold(ControlGroupLimits.of(settings));

    Map<String, String> written = new TreeMap<>();
    for (String file : files) {
      written.put(file, Files.readString(group.folder().resolve(file)));
      Files.delete(group.folder().resolve(file));
    }
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(written)
        .containsEntry("memory.max", Long.toString((1024L + 16 * 16 + 512) << 20))
        .containsEntry("memory.swap.max", "0")
        .containsEntry("pids.max", Integer.toString(64 + 16 + 64))
        .containsEntry("cpu.max", processors * 100_000 + " 100000");
    group.close();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void a_group_without_its_controllers_is_refused_and_they_are_named(@TempDir Path parent)
      throws IOException {
    Files.writeString(parent.resolve("cgroup.controllers"), "cpu io\n");
    assertThatThrownBy(() -> ControlGroup.make(new ControlGroupHierarchy(parent, false), LIMITS))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("cpu, io", "memory, pids and cpu are needed");
  }

  @Test
  void controllers_are_shared_out_and_a_limit_that_is_missing_is_a_refusal_that_leaves_nothing(
      @TempDir Path parent) throws IOException {
    Files.writeString(parent.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
    Files.writeString(parent.resolve("cgroup.subtree_control"), "");
    assertThatThrownBy(() -> ControlGroup.make(new ControlGroupHierarchy(parent, false), LIMITS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("memory.max");
    assertThat(parent.resolve("cgroup.subtree_control")).hasContent("+memory +pids +cpu");
    assertThat(parent).isDirectoryNotContaining(Files::isDirectory);
  }

  @Test
  void an_application_leaves_a_group_that_it_has_for_itself_and_no_other(@TempDir Path parent)
      throws IOException {
    String own = Long.toString(ProcessHandle.current().pid());
    Files.writeString(parent.resolve("cgroup.controllers"), "cpu memory pids");
    Files.writeString(parent.resolve("cgroup.subtree_control"), "");
    Files.writeString(parent.resolve("cgroup.procs"), own + "\n" + 1);
    var hierarchy = new ControlGroupHierarchy(parent, true);
    assertThatThrownBy(() -> ControlGroup.make(hierarchy, LIMITS))
        .hasMessageContaining("other processes than this application");

    Files.writeString(parent.resolve("cgroup.procs"), own + "\n");
    Path below = Files.createDirectory(parent.resolve("terrarium-application"));
    Files.createFile(below.resolve("cgroup.procs"));
    assertThatThrownBy(() -> ControlGroup.make(hierarchy, LIMITS))
        .hasMessageContaining("memory.max");
    assertThat(below.resolve("cgroup.procs")).hasContent(own);
  }

  @Test
  void groups_of_applications_that_are_gone_are_removed_and_others_stay(@TempDir Path parent)
      throws IOException, InterruptedException {
    Process gone = new ProcessBuilder("true").start();
    assertThat(gone.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Path deserted = Files.createDirectory(parent.resolve("terrarium-" + gone.pid() + "-1"));
    Path others = Files.createDirectory(parent.resolve("terrarium-1-1"));

    ControlGroup.make(parent).close();

    assertThat(deserted).doesNotExist();
    assertThat(others).isDirectory();
  }

  @Test
  void zygotes_are_started_in_the_kernels_group_and_end_with_it() throws IOException {
    Optional<Path> writable = writableHierarchy();
    if (writable.isEmpty()) {
      // Nobody handed anything to this user: then that is what an operator is told.
      assertThatThrownBy(() -> required().create()).hasMessageContaining("control group");
      return;
    }
    var launch = new SabotagedLaunch(Sandboxes.settings().build(), SabotagedEngine.granted());
    Zygote zygote;
    Path folder;
    try (Reception reception = Reception.open(launch.workerUserId());
        ControlGroup group = ControlGroup.make(writable.get());
        var starter = new ZygoteStarter(launch, reception, Optional.of(group))) {
      folder = group.folder();
      zygote = starter.start(ZygoteModel.plain(launch.python(), ZygoteKind.LEAN));
      var _ = zygote.awaitReady();
      assertThat(Files.readAllLines(folder.resolve("cgroup.procs")))
          .contains(Long.toString(zygote.processId()));
    }
    assertThat(folder).doesNotExist();
    eventually("the zygote is gone", () -> !zygote.alive());
  }

  @Test
  void where_none_is_granted_the_report_says_what_would_help_and_require_refuses() {
    try (Sandbox sandbox = Sandboxes.open()) {
      IsolationReport.Layer layer =
          sandbox.isolation().layers().stream()
              .filter(candidate -> candidate.name().equals("control_group"))
              .findFirst()
              .orElseThrow();
      assertThat(layer.required()).isFalse();
      if (layer.present()) {
        assertThat(layer.detail()).contains("MiB of memory", "processes", "processors");
        required().create().close();
      } else {
        assertThat(layer.remedy().orElseThrow()).contains("Delegate=yes");
        assertThatThrownBy(() -> required().create())
            .isInstanceOf(EngineUnavailableException.class)
            .hasMessageContainingAll("a control group is required", "Delegate=yes");
      }
    }
  }

  private static SandboxSettings.Builder required() {
    return Sandboxes.settings()
        .engine(CpythonEngine.NAME)
        .extra(IsolationExtra.CONTROL_GROUP, IsolationExtra.Use.REQUIRED);
  }

  private static Optional<ControlGroupHierarchy> find(String path, boolean isRoot) {
    return ControlGroupHierarchy.find(
        List.of("4:memory:/legacy", "0::" + path), List.of(MOUNT), isRoot);
  }

  /** Version 2 as it is mounted here, with controllers or without. */
  private static Optional<Path> writableHierarchy() throws IOException {
    return ControlGroupHierarchy.find(
            List.of("0::/"), Files.readAllLines(Path.of("/proc/self/mountinfo")), true)
        .map(ControlGroupHierarchy::delegated)
        .filter(Files::isWritable);
  }
}
