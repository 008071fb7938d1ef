using DocuSense.Api;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<BackendClient>(client =>
    client.BaseAddress = new Uri(builder.Configuration["Backend:Address"] ?? "http://localhost:8000"));

WebApplication app = builder.Build();

app.MapGet("/health", async (BackendClient backend, CancellationToken cancellationToken) =>
    await backend.IsUpAsync(cancellationToken)
        ? Results.Ok(new Health("healthy"))
        : Results.Json(new Health("backend unreachable"), statusCode: StatusCodes.Status503ServiceUnavailable));

app.MapPost("/documents", async (IFormFile file, BackendClient backend, CancellationToken cancellationToken) =>
{
    await using Stream content = file.OpenReadStream();
    DocumentSummary? summary = await backend.SummariseAsync(file.FileName, content, cancellationToken);
    return summary is null ? Results.UnprocessableEntity() : Results.Ok(summary);
}).DisableAntiforgery();

app.Run();
