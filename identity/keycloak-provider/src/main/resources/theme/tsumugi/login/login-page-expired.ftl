<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
  <#if section = "header">
    ${msg("pageExpiredTitle")}
  <#elseif section = "form">
    <p>${msg("pageExpiredMsg1")}</p>
    <div class="buttons">
      <a class="button button-primary" id="loginRestartLink" href="${url.loginRestartFlowUrl}">${msg("pageExpiredRestart")}</a>
      <a class="button button-second" id="loginContinueLink" href="${url.loginAction}">${msg("pageExpiredContinue")}</a>
    </div>
  </#if>
</@layout.registrationLayout>
