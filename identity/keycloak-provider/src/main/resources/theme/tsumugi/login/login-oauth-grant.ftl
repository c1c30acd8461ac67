<#import "template.ftl" as layout>
<@layout.registrationLayout bodyClass="oauth"; section>
  <#if section = "header">
    ${msg("consent-title", consent.app())}
  <#elseif section = "form">
    <#if consent.service().state() == "none">
    <div class="notice notice-error" role="alert"><p>${msg("consent-service-none")}</p></div>
    </#if>
    <dl class="facts">
      <dt>${msg("consent-app")}</dt>
      <dd>${consent.app()}</dd>
      <#if consent.record()?has_content>
      <dt>${msg("consent-record")}</dt>
      <dd><#if consent.patient()?has_content>${consent.patient()}<#else>${msg(consent.record())}</#if></dd>
      </#if>
    </dl>
    <#if consent.grants()?has_content || consent.identity()>
    <h2>${msg("consent-what")}</h2>
    <ul class="grants">
      <#list consent.grants() as grant>
      <#assign kind = grant.type()?has_content?then(msg(grant.message(), grant.type()), msg(grant.message()))>
      <#assign key = grant.reads()?then(grant.writes()?then("consent-writes", "consent-reads"), "consent-only-writes")>
      <li><#if lang == "ja">${kind}<#if grant.writes()><strong class="writes">${msg(key)}</strong><#else>${msg(key)}</#if><#else>${kind}: <#if grant.writes()><strong class="writes">${msg(key)}</strong><#else>${msg(key)}</#if></#if><#if grant.parts()?has_content>
        <span class="hint"><#assign words = []><#list grant.parts() as part><#assign word = msg("consent-part-" + part)><#assign words = words + [(word == "consent-part-" + part)?then(part, word)]></#list>${msg("consent-partly", words?join(", "))}</span></#if></li>
      </#list>
      <#if consent.identity()>
      <li><#if lang == "ja">${msg("consent-identity")}${msg("consent-reads")}<#else>${msg("consent-identity")}: ${msg("consent-reads")}</#if></li>
      </#if>
    </ul>
    </#if>
    <dl class="facts">
      <dt>${msg("consent-how-long")}</dt>
      <dd>${consent.offline()?then(msg("consent-offline"), msg("consent-online"))}</dd>
      <#if consent.service().state() != "none">
      <dt>${msg("consent-service")}</dt>
      <dd><#if consent.service().state() == "valid">${msg("consent-service-valid", consent.service().name(), consent.service().until())}<#else>${msg("consent-service-unknown")}</#if></dd>
      </#if>
    </dl>
    <p>${msg("consent-withhold")}</p>
    <#if client.attributes.policyUri?? || client.attributes.tosUri??>
    <p>${msg("consent-review")}
      <#if client.attributes.tosUri??><a href="${client.attributes.tosUri}" target="_blank" rel="noopener noreferrer">${msg("consent-terms")}</a></#if>
      <#if client.attributes.policyUri??><a href="${client.attributes.policyUri}" target="_blank" rel="noopener noreferrer">${msg("consent-privacy")}</a></#if>
    </p>
    </#if>
    <form action="${url.oauthAction}" method="post">
      <input type="hidden" name="code" value="${oauth.code}">
      <div class="buttons">
        <button class="button button-primary" name="accept" id="kc-login" type="submit" value="yes">${msg("doYes")}</button>
        <button class="button button-second" name="cancel" id="kc-cancel" type="submit" value="no">${msg("doNo")}</button>
      </div>
    </form>
  </#if>
</@layout.registrationLayout>
