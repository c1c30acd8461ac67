<#import "template.ftl" as layout>
<#macro birth date>
  <#local parts = date?split("-")>
  <time datetime="${date}"><#if (locale.currentLanguageTag)! == "en">${date}<#else>${parts[0]}年<#if parts[1]??>${parts[1]?number}月</#if><#if parts[2]??>${parts[2]?number}日</#if></#if></time>
</#macro>
<@layout.registrationLayout displayInfo=false; section>
  <#if section = "header">
    <#if launchState == "choose">${msg("launchTitle")}<#elseif launchState == "nobody">${msg("launchNobodyTitle")}<#else>${msg("launchAwayTitle")}</#if>
  <#elseif section = "form">
    <#if launchState == "nobody">
      <p>${msg("launchNobody")}</p>
    <#elseif launchState == "away">
      <p role="alert">${msg("launchAway")}</p>
    <#else>
      <p>${msg("launchWhy", (client.name)!client.clientId)}</p>
      <#if launchSearch>
        <form action="${url.loginAction}" method="post" role="search" class="tsumugi-launch-search">
          <label for="launch-name" class="${properties.kcLabelClass!}">${msg("launchSearchLabel")}</label>
          <input id="launch-name" name="name" type="search" value="${launchName}" autocomplete="off" maxlength="60"
                 class="${properties.kcInputClass!}">
          <button type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!}">${msg("launchSearch")}</button>
        </form>
      </#if>
      <#if launchPatients?size == 0>
        <p role="status">${msg("launchNoMatch")}</p>
      <#else>
        <form action="${url.loginAction}" method="post">
          <ul class="tsumugi-launch-list">
            <#list launchPatients as patient>
              <li>
                <button type="submit" name="patient" value="${patient.id}" class="tsumugi-launch-patient">
                  <#if patient.kana?has_content><span>${patient.kana}</span></#if>
                  <strong><#if patient.name?has_content>${patient.name}<#else>${msg("launchNoName")}</#if><#if patient.id == launchOwn> <small>${msg("launchSelf")}</small></#if></strong>
                  <span><#if patient.birthDate?has_content><@birth date=patient.birthDate/> ${msg("launchBorn")} · </#if>${msg("launchGender." + patient.gender)}</span>
                </button>
              </li>
            </#list>
          </ul>
        </form>
        <#if launchMore><p role="status">${msg("launchMore")}</p></#if>
      </#if>
    </#if>
    <form action="${url.loginAction}" method="post">
      <#if launchState == "away">
        <button type="submit" name="again" value="1" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("launchAgain")}</button>
      </#if>
      <button type="submit" name="cancel" value="1" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!} ${properties.kcButtonBlockClass!}">${msg("launchCancel")}</button>
    </form>
  </#if>
</@layout.registrationLayout>
