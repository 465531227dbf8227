package io.terrarium.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Policy;
import io.terrarium.policy.PolicyTables.Decision;
import io.terrarium.policy.PolicyView;
import io.terrarium.policy.PolicyView.Group;
import io.terrarium.policy.PolicyView.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyDocumentTest {
  private static final String NO_CHANGES =
      "\"changes\":{\"modules\":{\"allow\":[],\"deny\":[]},\"names\":{\"allow\":[],\"deny\":[]},"
          + "\"builtins\":{\"allow\":[],\"deny\":[]},\"constructs\":{\"allow\":[],\"deny\":[]},"
          + "\"attributes\":{\"allow\":[],\"deny\":[]}},";

  @Test
  void a_policy_that_checks_nothing_has_every_field_all_the_same() {
    assertThat(PolicyDocument.of(PolicyView.of(Policy.FULL)))
        .isEqualTo(
            "{\"name\":\"full\",\"extends\":\"full\","
                + "\"purpose\":\"all of Python: the isolation alone contains the program\","
                + "\"checked\":false,\"options\":[],"
                + NO_CHANGES
                + "\"modules\":[],\"names\":[],\"builtins\":[],\"attributes\":[],"
                + "\"constructs\":[]}");
  }

  @Test
  void what_a_policy_decides_comes_row_by_row_with_the_reasons() {
    Policy policy =
        Policy.extending(Policy.RESTRICTED)
            .name("own")
            .option(Policy.Option.LIMITED_BUILTINS)
            .denyBuiltins("print")
            .build();
    var view =
        new PolicyView(
            policy,
            List.of(
                new PolicyView.Module(
                    new Row("time", Decision.ALLOWED, "", "", false),
                    true,
                    List.of(new Group(Decision.GUARDED, List.of("sleep"), "60 s", false)))),
            List.of(),
            List.of(new Row("print", Decision.REFUSED, "said so", "log", true)),
            List.of(),
            List.of(new Row("While", Decision.ALLOWED, "", "", false)));

    assertThat(PolicyDocument.of(view))
        .startsWith("{\"name\":\"own\",\"extends\":\"restricted\",")
        .contains("\"checked\":true,\"options\":[\"limited\"],")
        .contains("\"builtins\":{\"allow\":[],\"deny\":[\"print\"]}")
        .contains(
            "\"modules\":[{\"name\":\"time\",\"decision\":\"allowed\",\"changed\":false,"
                + "\"reviewed\":true,\"lends\":[{\"names\":[\"sleep\"],"
                + "\"decision\":\"guarded\",\"why\":\"60 s\",\"changed\":false}]}]")
        .contains(
            "\"builtins\":[{\"name\":\"print\",\"decision\":\"refused\",\"why\":\"said so\","
                + "\"instead\":\"log\",\"changed\":true}]")
        .endsWith(
            "\"constructs\":[{\"name\":\"While\",\"decision\":\"allowed\",\"why\":null,"
                + "\"instead\":null,\"changed\":false}]}");
  }
}
