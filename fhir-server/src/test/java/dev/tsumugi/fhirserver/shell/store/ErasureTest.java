package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.JournalPage;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An erasure takes what a row says and leaves the proof that it was there. */
class ErasureTest {
  private static final String OF_HANAKO = " where patient = " + Hash64.of("Patient/hanako");

  @Test
  void theProofOutlivesTheContent(@TempDir Path folder) {
    try (TestStore store = new TestStore(folder)) {
      store.put(store.loader(), "{'resourceType':'Patient','id':'hanako'}");
      store.store.records().read(store.resident("hanako"), Ref.patient("hanako"));
      long rows = store.number("select count(*) from journal" + OF_HANAKO);
      assertThat(rows).isPositive();

      store.sql("update journal set content = null, salt = null, who = null" + OF_HANAKO);

      assertThat(lines(store)).isEmpty();
      assertThat(store.number("select count(*) from journal" + OF_HANAKO)).isEqualTo(rows + 1);
      store.startAgain();
      assertThat(store.audit()).allMatch(verdict -> verdict.count() == 0);

      // Half an erasure is none: a row without its salt proves nothing.
      store.sql("update journal set salt = null where content is not null");
      assertThat(store.audit().stream().filter(verdict -> verdict.count() > 0))
          .extracting(StoreAudit.Verdict::claim)
          .containsExactly(Claim.CHAIN.words());
    }
  }

  private static List<JournalPage.Line> lines(TestStore store) {
    return store
        .store
        .journalPage()
        .of(
            store.resident("hanako"),
            Ref.patient("hanako"),
            new JournalPage.Window(10, Period.MIN, Optional.empty()))
        .lines();
  }
}
