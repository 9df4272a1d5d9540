SwaggerUIBundle({
  dom_id: '#docs',
  url: '/openapi/v1.json',
  deepLinking: true,
  displayOperationId: true,
  displayRequestDuration: true,
  persistAuthorization: true,
  validatorUrl: null,
});
