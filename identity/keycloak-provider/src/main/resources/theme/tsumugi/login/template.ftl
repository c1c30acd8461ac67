<#macro registrationLayout bodyClass="" displayInfo=false displayMessage=true displayRequiredFields=false>
<!DOCTYPE html>
<html lang="${lang}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex, nofollow">
  <meta name="color-scheme" content="light">
  <title>${title!}</title>
  <link rel="icon" href="data:,">
  <#list properties.styles?split(' ') as style>
  <link href="${url.resourcesPath}/${style}" rel="stylesheet">
  </#list>
  <script type="importmap">{"imports": {"rfc4648": "${url.resourcesCommonPath}/vendor/rfc4648/rfc4648.js"}}</script>
  <#if scripts??>
  <#list scripts as script>
  <script src="${script}"></script>
  </#list>
  </#if>
  <script type="module">
    <#outputformat "JavaScript">
    import { startSessionPolling<#if authenticationSession??>, checkAuthSession</#if> } from ${(url.resourcesPath + "/js/authChecker.js")?c};
    startSessionPolling(${url.ssoLoginInOtherTabsUrl?c});
    <#if authenticationSession??>checkAuthSession(${authenticationSession.authSessionIdHash?c});</#if>
    </#outputformat>
  </script>
</head>
<body data-page-id="login-${pageId}"<#if bodyClass?has_content> class="${bodyClass}"</#if>>
<header class="top">
  <span class="brand">${kcSanitize(msg("loginTitleHtml", (realm.displayNameHtml!'')))?no_esc}</span>
  <#if realm.internationalizationEnabled && locale.supported?size gt 1>
  <nav class="languages" aria-label="${msg("languages")}">
    <#list locale.supported?sort_by("languageTag")?reverse as l>
      <#if l.languageTag == lang><span aria-current="true" lang="${l.languageTag}">${l.label}</span><#else><a href="${l.url}" lang="${l.languageTag}" hreflang="${l.languageTag}">${l.label}</a></#if>
    </#list>
  </nav>
  </#if>
</header>
<main>
  <h1 id="kc-page-title"><#nested "header"></h1>
  <#if auth?has_content && auth.showUsername() && !auth.showResetCredentials()>
    <#nested "show-username">
    <p class="who"><span id="kc-attempted-username">${auth.attemptedUsername}</span>
      <a id="reset-login" href="${url.loginRestartFlowUrl}">${msg("notYou")}</a></p>
  </#if>

  <#-- What an application asked for itself needs no warning that it has to be done. -->
  <#if displayMessage && message?has_content && (message.type != 'warning' || !isAppInitiatedAction??)>
  <div class="notice notice-${message.type}" role="<#if message.type == 'error'>alert<#else>status</#if>">
    <p>${kcSanitize(message.summary)?no_esc}</p>
  </div>
  </#if>

  <#nested "form">

  <#if auth?has_content && auth.showTryAnotherWayLink() && pageId != "badge">
  <form id="kc-select-try-another-way-form" action="${url.loginAction}" method="post">
    <input type="hidden" name="tryAnotherWay" value="on">
    <button class="button button-second" id="try-another-way" type="submit">${msg("doTryAnotherWay")}</button>
  </form>
  </#if>

  <#nested "socialProviders">

  <#if displayInfo>
  <div id="kc-info"><#nested "info"></div>
  </#if>
</main>
</body>
</html>
</#macro>
