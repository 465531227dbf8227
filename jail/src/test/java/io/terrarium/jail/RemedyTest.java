package io.terrarium.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemedyTest {
  @ParameterizedTest
  @CsvSource({
    "IDENTITY, jail_user, 1, run it as an ordinary user",
    "IDENTITY, jail_user, 22, is not mapped in this user namespace",
    "IDENTITY, jail_user, 11, RLIMIT_NPROC",
    "IDENTITY, not_root, 0, The zygote is still root",
    "IDENTITY, no_new_privileges, 1, a container's seccomp profile",
    "LANDLOCK, landlock_abi, 38, Linux 5.13 or newer",
    "LANDLOCK, landlock_abi, 95, add landlock to the kernel's lsm= parameter",
    "LANDLOCK, landlock_abi, 1, a container's seccomp profile",
    "LANDLOCK, landlock_ruleset, 24, raise the limit of open files",
    "RESOURCE_LIMITS, limit_stack, 1, raise the hard limit",
    "RESOURCE_LIMITS, limit_cpu_time, 22, above its hard limit",
    "SECCOMP, filter, 22, CONFIG_SECCOMP_FILTER=y",
    "SECCOMP, filter, 12, too many filters",
    "NAMESPACES, user_namespace, 1, apparmor_restrict_unprivileged_userns",
    "NAMESPACES, network_namespace, 28, user.max_net_namespaces",
    "NAMESPACES, mount_namespace, 28, user.max_mnt_namespaces",
    "NAMESPACES, ipc_namespace, 22, kernel was built without",
    "SECCOMP, filter, 14, not expected here",
  })
  void a_failure_is_told_with_what_would_fix_it(Layer layer, String step, int errno, String fix) {
    assertThat(Remedy.of(layer, step, errno)).contains(layer.id()).contains(step).contains(fix);
  }

  @Test
  void the_error_is_told_by_its_name_or_else_by_its_number() {
    assertThat(Remedy.of(Layer.SECCOMP, "filter", 22))
        .startsWith("The jail's layer \"seccomp\" is missing: step filter failed with EINVAL. ");
    assertThat(Remedy.of(Layer.SECCOMP, "filter", 77)).contains("failed with errno 77. ");
  }

  @Test
  void every_step_of_a_plan_has_a_remedy_for_every_error() {
    JailPlan plan =
        JailSpec.forRoot(Architecture.X86_64, new Identity(1, 1))
            .withEnclosure(new Enclosure(EnumSet.allOf(Namespace.class), 1, 1, "/tmp"))
            .plan();
    Stream.of(plan.entrySteps(), plan.keeperSteps(), plan.zygoteSteps(), plan.workerSteps())
        .flatMap(List::stream)
        .forEach(step -> {
          for (int errno = 0; errno < 134; errno++) {
            assertThat(Remedy.of(step.layer(), step.name(), errno)).endsWith(".");
          }
        });
  }

  @Test
  void layers_are_found_by_the_names_that_errors_carry() {
    for (Layer layer : Layer.values()) {
      assertThat(Layer.of(layer.id())).isEqualTo(layer);
    }
    assertThatThrownBy(() -> Layer.of("moat")).hasMessage("no layer of the jail: moat");
  }
}
