package dev.tsumugi.acp.shell.paper;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.paper.PlanSource;
import dev.tsumugi.acp.paper.RateLimit;
import dev.tsumugi.fhirserver.DocumentSigner;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.r4.R4;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Documents, cards, papers and links: what leaves the hub in people's hands, and what comes in. */
@Configuration(proxyBeanMethods = false)
public class PaperModule {
  private static final int AT_ONCE = 60;

  private static RateLimit limit() {
    return new RateLimit(AT_ONCE, Duration.ofSeconds(1));
  }

  @Bean
  CardOperations cardOperations(AcpSettings settings, Handouts handouts) {
    return new CardOperations(settings, handouts);
  }

  @Bean
  Operation emergencyCard(CardOperations cards) {
    return cards.issue();
  }

  @Bean
  Operation emergencyCards(CardOperations cards) {
    return cards.list();
  }

  @Bean
  Operation endEmergencyCard(CardOperations cards) {
    return cards.end();
  }

  @Bean
  Plans documentPlans(AcpSettings settings, PlanSource source, DocumentSigner signer) {
    return new Plans(settings, source, signer);
  }

  @Bean
  DocumentOperations documentOperations(
      AcpSettings settings, Plans plans, Records records, Handouts handouts) {
    return new DocumentOperations(settings, plans, records, handouts, new PdfPrinter());
  }

  @Bean
  Operation acpDocument(DocumentOperations documents) {
    return documents.document();
  }

  @Bean
  Operation acpPaper(DocumentOperations documents) {
    return documents.paper();
  }

  @Bean
  Operation acpImport(Records records, R4 r4, DocumentSigner signer) {
    return new ImportOperation(
            records, new QueryParser(r4), signer, () -> UUID.randomUUID().toString())
        .operation();
  }

  @Bean
  LinkOperations linkOperations(
      AcpSettings settings,
      Plans plans,
      Records records,
      Handouts handouts,
      @Qualifier("summary") Operation summary) {
    return new LinkOperations(settings, plans, records, handouts, summary);
  }

  @Bean
  Operation shareLink(LinkOperations links) {
    return links.share();
  }

  @Bean
  Operation shareLinks(LinkOperations links) {
    return links.list();
  }

  @Bean
  Operation endShareLink(LinkOperations links) {
    return links.end();
  }

  @Bean
  CurrentServlet currentServlet(Clock clock, Handouts handouts, DocumentSigner signer) {
    return new CurrentServlet(limit(), clock, handouts, signer);
  }

  @Bean
  SmartLinkServlet smartLinkServlet(Clock clock, AcpSettings settings, Handouts handouts) {
    return new SmartLinkServlet(limit(), clock, settings, handouts);
  }
}
