package dev.tsumugi.bench.jpapeer;

import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.IDaoRegistry;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import ca.uhn.fhir.jpa.model.entity.NormalizedQuantitySearchLevel;
import ca.uhn.fhir.jpa.model.entity.StorageSettings;
import ca.uhn.fhir.jpa.provider.DaoRegistryResourceSupportedSvc;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.jpa.subscription.submit.config.SubscriptionSubmitterConfig;
import ca.uhn.fhir.narrative2.NullNarrativeGenerator;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.IResourceSupportedSvc;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import java.util.Properties;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.search.mapper.orm.cfg.HibernateOrmMapperSettings;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/**
 * The smallest fair HAPI JPA server: what HAPI's own starter wires for plain R4 REST, and nothing
 * that costs time without being measured. No pretty print, no narratives, no validation, no request
 * log, no full-text index, no index of missing values.
 *
 * <p>There is no paging provider on purpose. A paging provider makes HAPI store every search in the
 * database before it answers; without one it searches synchronously and pages by offset.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  JpaR4Config.class,
  HapiJpaConfig.class,
  JpaBatch2Config.class,
  Batch2JobsConfig.class,
  SubscriptionSubmitterConfig.class,
  SubscriptionChannelConfig.class,
  ThreadPoolFactoryConfig.class
})
class PeerConfiguration {
  private static final int POOL = 8;
  private static final int LARGEST_PAGE = 1_000;

  @Bean(destroyMethod = "close")
  HikariDataSource dataSource(Environment environment) {
    HikariDataSource source = new HikariDataSource();
    source.setJdbcUrl(environment.getRequiredProperty("PEER_DB_URL"));
    source.setUsername(environment.getRequiredProperty("PEER_DB_USER"));
    source.setPassword(environment.getRequiredProperty("PEER_DB_PASSWORD"));
    source.setMaximumPoolSize(POOL);
    source.addDataSourceProperty("reWriteBatchedInserts", "true");
    return source;
  }

  @Bean
  @Primary
  LocalContainerEntityManagerFactoryBean entityManagerFactory(
      Environment environment,
      DataSource dataSource,
      ConfigurableListableBeanFactory beans,
      FhirContext fhir,
      JpaStorageSettings storage) {
    LocalContainerEntityManagerFactoryBean factory =
        HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhir, storage);
    Properties properties = new Properties();
    properties.put(AvailableSettings.DIALECT, HapiFhirPostgresDialect.class.getName());
    properties.put(AvailableSettings.HBM2DDL_AUTO, environment.getProperty("PEER_SCHEMA", "none"));
    properties.put(AvailableSettings.STATEMENT_BATCH_SIZE, "30");
    properties.put(AvailableSettings.ORDER_INSERTS, "true");
    properties.put(AvailableSettings.ORDER_UPDATES, "true");
    properties.put(AvailableSettings.USE_SECOND_LEVEL_CACHE, "false");
    properties.put(AvailableSettings.USE_QUERY_CACHE, "false");
    properties.put(AvailableSettings.USE_MINIMAL_PUTS, "false");
    properties.put(HibernateOrmMapperSettings.ENABLED, "false");
    factory.setPersistenceUnitName("HAPI_PU");
    factory.setDataSource(dataSource);
    factory.setJpaProperties(properties);
    return factory;
  }

  @Bean
  @Primary
  JpaTransactionManager transactionManager(EntityManagerFactory factory) {
    return new JpaTransactionManager(factory);
  }

  @Bean
  JpaStorageSettings jpaStorageSettings(Environment environment) {
    JpaStorageSettings storage = new JpaStorageSettings();
    boolean missing = environment.getProperty("PEER_INDEX_MISSING", boolean.class, false);
    storage.setIndexMissingFields(
        missing
            ? StorageSettings.IndexEnabledEnum.ENABLED
            : StorageSettings.IndexEnabledEnum.DISABLED);
    storage.setReuseCachedSearchResultsForMillis(null);
    storage.setTagStorageMode(JpaStorageSettings.TagStorageModeEnum.INLINE);
    storage.setStoreMetaSourceInformation(JpaStorageSettings.StoreMetaSourceInformationEnum.NONE);
    storage.setMatchUrlCacheEnabled(true);
    storage.setMarkResourcesForReindexingUponSearchParameterChange(false);
    storage.setEnableTaskPreExpandValueSets(false);
    storage.setPreExpandValueSets(false);
    storage.setFetchSizeDefaultMaximum(LARGEST_PAGE);
    if (environment.getProperty("PEER_SEARCHES", boolean.class, false)) searches(storage);
    return storage;
  }

  /** What {@code ./hub bench searches} asks for and the measured peer does not pay for. */
  private static void searches(JpaStorageSettings storage) {
    storage.setAllowContainsSearches(true);
    storage.setIndexIdentifierOfType(true);
    storage.setAllowExternalReferences(true);
    storage.setStoreMetaSourceInformation(
        JpaStorageSettings.StoreMetaSourceInformationEnum.SOURCE_URI);
    storage.setNormalizedQuantitySearchLevel(
        NormalizedQuantitySearchLevel.NORMALIZED_QUANTITY_SEARCH_SUPPORTED);
  }

  @Bean
  PartitionSettings partitionSettings() {
    return new PartitionSettings();
  }

  @Bean
  SubscriptionSettings subscriptionSettings() {
    return new SubscriptionSettings();
  }

  @Bean
  IResourceSupportedSvc resourceSupportedSvc(IDaoRegistry registry) {
    return new DaoRegistryResourceSupportedSvc(registry);
  }

  @Bean
  RestfulServer restfulServer(
      IFhirSystemDao<?, ?> system,
      IJpaSystemProvider systemProvider,
      ResourceProviderFactory resourceProviders,
      JpaStorageSettings storage,
      ISearchParamRegistry searchParameters,
      IValidationSupport validation) {
    RestfulServer server = new RestfulServer(system.getContext());
    system.getContext().setNarrativeGenerator(new NullNarrativeGenerator());
    server.registerProviders(resourceProviders.createProviders());
    server.registerProvider(systemProvider);
    server.setServerConformanceProvider(
        new JpaCapabilityStatementProvider(server, system, storage, searchParameters, validation));
    server.setDefaultPrettyPrint(false);
    server.setDefaultResponseEncoding(EncodingEnum.JSON);
    server.setDefaultPageSize(20);
    server.setMaximumPageSize(LARGEST_PAGE);
    return server;
  }

  @Bean
  ServletRegistrationBean<RestfulServer> fhir(RestfulServer server) {
    ServletRegistrationBean<RestfulServer> registration =
        new ServletRegistrationBean<>(server, "/fhir/*");
    registration.setLoadOnStartup(1);
    return registration;
  }

  @Bean
  TomcatServletWebServerFactory tomcat(Environment environment) {
    TomcatServletWebServerFactory factory =
        new TomcatServletWebServerFactory(environment.getRequiredProperty("PEER_PORT", int.class));
    factory.addConnectorCustomizers(
        connector -> connector.setProperty("relaxedQueryChars", "|"),
        connector -> connector.setProperty("maxKeepAliveRequests", "-1"),
        connector -> connector.setProperty("address", "127.0.0.1"));
    return factory;
  }
}
