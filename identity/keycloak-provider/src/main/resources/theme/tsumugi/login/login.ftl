<#import "template.ftl" as layout>
<#import "passkeys.ftl" as passkeys>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError('username','password'); section>
  <#if section = "header">
    ${msg("loginAccountTitle")}
  <#elseif section = "form">
    <#assign wrong = messagesPerField.existsError('username','password')>
    <#if wrong>
    <div class="notice notice-error" role="alert" id="input-error">
      <p>${kcSanitize(messagesPerField.getFirstError('username','password'))?no_esc}</p>
    </div>
    </#if>
    <form id="kc-form-login" onsubmit="login.disabled = true; return true;" action="${url.loginAction}" method="post">
      <#if !usernameHidden??>
      <div class="field">
        <label for="username" class="label">${msg("username")}</label>
        <input id="username" class="input" name="username" value="${(login.username!'')}" type="text" autofocus
               autocomplete="${(enableWebAuthnConditionalUI?has_content)?then('username webauthn', 'username')}"
               autocapitalize="none" spellcheck="false" required <#if wrong>aria-invalid="true" aria-describedby="input-error"</#if>>
      </div>
      </#if>
      <div class="field">
        <label for="password" class="label">${msg("password")}</label>
        <div class="input-group">
          <input id="password" class="input" name="password" type="password" autocomplete="current-password" required
                 <#if usernameHidden??>autofocus</#if> <#if wrong>aria-invalid="true" aria-describedby="input-error"</#if>>
          <button class="button-eye" type="button" aria-label="${msg("showPassword")}" aria-controls="password" data-password-toggle
                  data-icon-show="eye eye-show" data-icon-hide="eye eye-hide"
                  data-label-show="${msg('showPassword')}" data-label-hide="${msg('hidePassword')}"><i class="eye eye-show" aria-hidden="true"></i></button>
        </div>
      </div>
      <input type="hidden" id="id-hidden-input" name="credentialId" <#if auth.selectedCredential?has_content>value="${auth.selectedCredential}"</#if>>
      <input class="button button-primary" name="login" id="kc-login" type="submit" value="${msg("doLogIn")}">
    </form>
    <@passkeys.conditionalUIData />
    <script type="module" src="${url.resourcesPath}/js/passwordVisibility.js"></script>
  <#elseif section = "socialProviders">
    <#if social?? && social.providers?has_content>
    <section class="other-ways" aria-label="${msg("identity-provider-login-label")}">
      <#list social.providers as p>
      <a id="social-${p.alias}" class="button button-second" href="${p.loginUrl}">${p.displayName!}</a>
      </#list>
    </section>
    </#if>
  </#if>
</@layout.registrationLayout>
