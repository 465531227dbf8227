package io.terrarium.cli;

import io.terrarium.contract.Contract;
import io.terrarium.contract.InvalidContractException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What is expected of the functions of a file. */
final class ContractOptions {
  @Option(
      names = "--expect",
      paramLabel = "SIGNATURE",
      description =
          "A function that the file has to have, as Python would write it: 'score(xs: list[float])"
              + " -> float'. May be repeated.")
  List<String> expected = new ArrayList<>();

  /** The contracts that were typed. */
  Contract[] contracts() {
    return expected.stream().map(ContractOptions::contract).toArray(Contract[]::new);
  }

  private static Contract contract(String signature) {
    try {
      return Contract.parse(signature);
    } catch (InvalidContractException e) {
      throw new UsageException("--expect: " + e.getMessage());
    }
  }
}
