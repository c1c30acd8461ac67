package dev.tsumugi.bench;

import java.util.List;

/**
 * @param name short, for {@code --only}
 * @param title as in the table
 * @param goal the ratio to reach, as in the table
 * @param clients connections that ask as fast as they can
 * @param reading whether asking twice gives the same, so that answers can be compared
 */
public record Workload(
    String name,
    String title,
    String goal,
    int clients,
    boolean reading,
    List<Operation> operations) {
  public Workload {
    operations = List.copyOf(operations);
  }

  public Workload with(String otherTitle, List<Operation> others) {
    return new Workload(name, otherTitle, goal, clients, reading, others);
  }
}
