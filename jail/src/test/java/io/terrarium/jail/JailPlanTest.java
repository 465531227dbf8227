package io.terrarium.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.jail.Argument.Buffer;
import io.terrarium.jail.Argument.ByResult;
import io.terrarium.jail.Argument.Literal;
import io.terrarium.jail.Argument.Result;
import io.terrarium.jail.Argument.Words;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JailPlanTest {
  private static final JailPlan AS_ROOT =
      JailSpec.forRoot(Architecture.X86_64, new Identity(61_803, 61_804)).plan();
  private static final JailPlan AS_USER = JailSpec.forOrdinaryUser(Architecture.X86_64).plan();

  private static List<String> names(List<Step> steps) {
    return steps.stream().map(Step::name).toList();
  }

  private static Step step(List<Step> steps, String name) {
    return steps.stream().filter(step -> step.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void root_is_dropped_first_and_the_filter_comes_last() {
    assertThat(names(AS_ROOT.entrySteps()))
        .containsExactly(
            "no_supplementary_groups", "jail_group", "jail_user", "die_with_supervisor");
    assertThat(AS_ROOT.keeperSteps()).isEmpty();
    assertThat(names(AS_ROOT.zygoteSteps()))
        .containsExactly(
            "not_root",
            "not_effectively_root",
            "no_ambient_capabilities",
            "no_capabilities",
            "own_session",
            "no_new_privileges",
            "not_dumpable",
            "landlock_abi",
            "landlock_ruleset",
            "landlock_zygote",
            "limit_core_dump",
            "limit_file_size",
            "limit_locked_memory",
            "limit_descriptors",
            "zygote_filter");
  }

  @Test
  void an_ordinary_user_s_plan_is_the_same_but_for_the_change_of_user() {
    List<Step> all = AS_ROOT.entrySteps();
    assertThat(AS_USER.entrySteps()).isEqualTo(all.subList(3, all.size()));
    assertThat(AS_USER.zygoteSteps()).isEqualTo(AS_ROOT.zygoteSteps());
    assertThat(AS_USER.workerSteps()).isEqualTo(AS_ROOT.workerSteps());
  }

  @Test
  void namespaces_come_after_the_change_of_user_and_the_empty_root_before_all_else() {
    JailPlan plan = enclosed(EnumSet.allOf(Namespace.class)).plan();
    assertThat(names(plan.entrySteps()))
        .startsWith("no_supplementary_groups", "jail_group", "jail_user", "user_namespace_dumpable")
        .containsSubsequence(
            "user_namespace",
            "user_namespace_write_setgroups",
            "user_namespace_write_uid_map",
            "user_namespace_write_gid_map",
            "user_namespace_not_dumpable",
            "mount_namespace",
            "network_namespace",
            "ipc_namespace",
            "uts_namespace",
            "pid_namespace",
            "die_with_supervisor");
    assertThat(names(plan.keeperSteps()))
        .containsExactly(
            "keeper_no_capabilities", "keeper_no_new_privileges", "keeper_not_dumpable");
    assertThat(names(plan.zygoteSteps()))
        .startsWith("die_with_keeper", "mount_namespace_private")
        .containsSubsequence(
            "mount_namespace_pivot", "mount_namespace_root", "not_root", "no_capabilities");
    assertThat(plan.workerSteps()).isEqualTo(AS_ROOT.workerSteps());
  }

  @Test
  void a_namespace_that_is_not_wanted_leaves_no_step_behind() {
    for (Namespace missing : EnumSet.complementOf(EnumSet.of(Namespace.USER))) {
      Set<Namespace> rest = EnumSet.complementOf(EnumSet.of(missing));
      JailPlan plan = enclosed(rest).plan();
      List<Step> steps =
          Stream.concat(plan.entrySteps().stream(), plan.zygoteSteps().stream()).toList();
      assertThat(steps)
          .filteredOn(step -> step.layer() == Layer.NAMESPACES)
          .extracting(step -> Namespace.ofStep(step.name()).orElseThrow())
          .doesNotContain(missing)
          .containsAll(rest);
      assertThat(plan.keeperSteps().isEmpty()).isEqualTo(missing == Namespace.PID);
    }
  }

  @Test
  void landlock_can_be_done_without_where_namespaces_stand_in_alone() {
    JailSpec all = enclosed(EnumSet.allOf(Namespace.class));
    assertThat(
            Stream.concat(
                all.withoutLandlock().plan().zygoteSteps().stream(),
                all.withoutLandlock().plan().workerSteps().stream()))
        .noneMatch(step -> step.layer() == Layer.LANDLOCK);
    for (Namespace needed :
        List.of(Namespace.MOUNT, Namespace.PID, Namespace.NETWORK, Namespace.IPC)) {
      assertThatThrownBy(() -> enclosed(EnumSet.complementOf(EnumSet.of(needed))).withoutLandlock())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Nothing stands in for Landlock");
    }
  }

  private static JailSpec enclosed(Set<Namespace> namespaces) {
    return JailSpec.forRoot(Architecture.X86_64, new Identity(61_803, 61_804))
        .withEnclosure(new Enclosure(namespaces, 61_803, 61_804, "/tmp/socket"));
  }

  @Test
  void a_worker_s_filter_comes_last() {
    assertThat(names(AS_USER.workerSteps()))
        .containsExactly(
            "die_with_zygote",
            "landlock_worker",
            "landlock_close_ruleset",
            "limit_processes",
            "limit_descriptors",
            "limit_stack",
            "limit_cpu_time",
            "limit_address_space",
            "filter");
  }

  @ParameterizedTest
  @EnumSource
  void every_layer_of_the_floor_is_in_every_plan(Architecture architecture) {
    JailPlan plan = JailSpec.forOrdinaryUser(architecture).plan();
    Set<Layer> layers = new HashSet<>();
    Stream.concat(plan.zygoteSteps().stream(), plan.workerSteps().stream())
        .forEach(step -> layers.add(step.layer()));
    assertThat(Layer.values())
        .filteredOn(layer -> layer.kind() == Layer.Kind.FLOOR)
        .allMatch(layers::contains);
  }

  @Test
  void steps_have_the_numbers_of_their_architecture() {
    JailPlan arm = JailSpec.forOrdinaryUser(Architecture.AARCH64).plan();
    assertThat(step(AS_USER.workerSteps(), "filter").systemCall()).isEqualTo(317);
    assertThat(step(arm.workerSteps(), "filter").systemCall()).isEqualTo(277);
  }

  @Test
  void the_worker_restricts_itself_with_the_zygote_s_ruleset_again() {
    List<Argument> expected = List.of(new Result("landlock_ruleset"), new Literal(0));
    assertThat(step(AS_USER.zygoteSteps(), "landlock_zygote").arguments()).isEqualTo(expected);
    assertThat(step(AS_USER.workerSteps(), "landlock_worker").arguments()).isEqualTo(expected);
  }

  @Test
  void only_an_existing_session_is_tolerated_and_only_root_is_refused() {
    List<Step> steps =
        Stream.of(AS_ROOT.entrySteps(), AS_ROOT.zygoteSteps(), AS_ROOT.workerSteps())
            .flatMap(List::stream)
            .toList();
    assertThat(steps)
        .filteredOn(step -> !step.toleratedErrors().isEmpty())
        .extracting(Step::name)
        .containsExactly("own_session");
    assertThat(steps)
        .filteredOn(step -> step.refusedAnswers().equals(Set.of(0L)))
        .extracting(Step::name)
        .containsExactly("not_root", "not_effectively_root");
  }

  @Test
  void a_worker_is_given_four_numbers() {
    assertThat(AS_USER.workerValues())
        .containsExactly(
            JailSpec.ADDRESS_SPACE,
            JailSpec.ADDRESS_SPACE_CEILING,
            JailSpec.CPU_SECONDS,
            JailSpec.CPU_SECONDS_CEILING);
  }

  @Test
  void equal_specifications_have_equal_plans() {
    assertThat(JailSpec.forOrdinaryUser(Architecture.X86_64).plan()).isEqualTo(AS_USER);
    assertThat(JailSpec.forOrdinaryUser(Architecture.X86_64).withWorkerDescriptors(17).plan())
        .isNotEqualTo(AS_USER);
  }

  @Test
  void plan_data_is_maps_lists_strings_longs_and_bytes_alone() {
    assertPlain(AS_ROOT.toData());
    assertThat(AS_ROOT.toData())
        .containsOnlyKeys("architecture", "entry", "keeper", "zygote", "worker");
  }

  private static void assertPlain(Object data) {
    switch (data) {
      case Map<?, ?> map ->
          map.forEach((key, value) -> {
            assertThat(key).isInstanceOf(String.class);
            assertPlain(value);
          });
      case List<?> list -> list.forEach(JailPlanTest::assertPlain);
      default -> assertThat(data).isInstanceOfAny(String.class, Long.class, byte[].class);
    }
  }

  @Test
  void a_step_as_data_says_all_that_the_executor_needs() {
    assertThat(step(AS_USER.workerSteps(), "limit_cpu_time").toData())
        .isEqualTo(
            Map.of(
                "layer",
                "resource_limits",
                "name",
                "limit_cpu_time",
                "number",
                302L,
                "arguments",
                List.of(
                    0L,
                    0L,
                    Map.of(
                        "kind",
                        "words",
                        "words",
                        List.of(
                            Map.of("kind", "value", "name", "cpu_seconds"),
                            Map.of("kind", "value", "name", "cpu_seconds_ceiling"))),
                    0L),
                "tolerated",
                List.of(),
                "refused",
                List.of()));
  }

  @Test
  void a_choice_as_data_is_a_list_of_pairs() {
    TreeMap<Long, Argument> choices =
        new TreeMap<>(Map.of(1L, new Literal(8), 4L, new Literal(16)));
    assertThat(new ByResult("abi", choices).toData())
        .isEqualTo(
            Map.of(
                "kind",
                "by_result",
                "step",
                "abi",
                "choices",
                List.of(List.of(1L, 8L), List.of(4L, 16L))));
  }

  @Test
  void what_is_given_out_cannot_be_used_to_change_a_plan() {
    Buffer buffer = new Buffer(Bytes.of(new byte[] {1, 2}));
    buffer.content().toArray()[0] = 9;
    assertThat(buffer).isEqualTo(new Buffer(Bytes.of(new byte[] {1, 2})));
    assertThatThrownBy(() -> AS_USER.workerSteps().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void a_step_has_at_most_six_arguments() {
    Argument[] seven =
        Stream.generate(() -> new Words(List.of())).limit(7).toArray(Argument[]::new);
    assertThatThrownBy(() -> new Step(Layer.SECCOMP, "seven", 1, seven))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seven");
  }
}
