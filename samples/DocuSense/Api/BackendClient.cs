namespace DocuSense.Api;

/// <summary>Talks to the Python backend.</summary>
public sealed class BackendClient(HttpClient http)
{
    public async Task<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await http.GetAsync("health", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async Task<DocumentSummary?> SummariseAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent { { new StreamContent(content), "file", name } };
        using HttpResponseMessage response = await http.PostAsync("documents", form, cancellationToken);
        return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<DocumentSummary>(cancellationToken) : null;
    }
}

public sealed record Health(string Status);

public sealed record DocumentSummary(string Name, int Pages, string Text, string Summary);
