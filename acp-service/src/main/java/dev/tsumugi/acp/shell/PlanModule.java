package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.SignedWords;
import dev.tsumugi.acp.paper.PlanSource;
import dev.tsumugi.fhirserver.ChangeRule;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.r4.R4;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A person's plan, and what may be asked of it. */
@Configuration(proxyBeanMethods = false)
class PlanModule {
  /** What was signed is not rewritten, by whatever way. */
  @Bean
  ChangeRule signedWords() {
    return new SignedWords();
  }

  @Bean
  PlanRecords planRecords(Records records, R4 r4) {
    return new PlanRecords(records, new QueryParser(r4));
  }

  @Bean
  PlanReader planReader(PlanRecords plans) {
    return new PlanReader(plans);
  }

  /** For documents and papers. */
  @Bean
  PlanSource planSource(PlanReader plans) {
    return plans::content;
  }

  @Bean
  PlanCommits planCommits(Records records, PlanRecords plans) {
    return new PlanCommits(records, plans);
  }

  @Bean
  Operation acpState(PlanRecords plans) {
    return new StateOperation(plans);
  }

  @Bean
  Operation acpSign(PlanRecords plans, PlanCommits commits, AcpSettings settings) {
    return new SignOperation(plans, commits, settings, () -> UUID.randomUUID().toString());
  }

  @Bean
  Operation acpConfirm(PlanRecords plans, PlanCommits commits) {
    return new ConfirmOperation(plans, commits);
  }

  @Bean
  Operation acpWithdraw(PlanRecords plans, PlanCommits commits, AcpSettings settings) {
    return new WithdrawOperation(plans, commits, settings, () -> UUID.randomUUID().toString());
  }

  @Bean
  Operation acpEnteredInError(PlanRecords plans, PlanCommits commits) {
    return new EnteredInErrorOperation(plans, commits);
  }
}
