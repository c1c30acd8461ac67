<#import "template.ftl" as layout>
<@layout.registrationLayout displayInfo=false; section>
  <#if section = "header">
    <#if residentState == "counter">${msg("residentTitle")}<#else>${msg("launchAwayTitle")}</#if>
  <#elseif section = "form">
    <#if residentState == "counter">
      <p>${msg("residentWhy")}</p>
      <p>${msg("residentBring")}</p>
      <ul>
        <li>${msg("residentBringCard")}</li>
        <li>${msg("residentBringChild")}</li>
      </ul>
      <#if residentNumber?has_content><p>${msg("residentNumber")} <strong>${residentNumber}</strong></p></#if>
      <p>${msg("residentAfter")}</p>
    <#else>
      <p role="alert">${msg("launchAway")}</p>
    </#if>
    <form action="${url.loginAction}" method="post">
      <button type="submit" name="again" value="1" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("launchAgain")}</button>
      <button type="submit" name="cancel" value="1" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!} ${properties.kcButtonBlockClass!}">${msg("launchCancel")}</button>
    </form>
  </#if>
</@layout.registrationLayout>
