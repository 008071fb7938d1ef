using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>
/// A package index on this machine alone: the simple API as HTML (PEP 503) and as JSON (PEP 691), hashes, withdrawn releases (PEP 592) and metadata
/// files (PEP 658), and as many faults as a test asks for.
/// </summary>
public sealed class PackageIndex : IDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentDictionary<string, List<TestWheel>> _wheels = new(StringComparer.Ordinal);
    private int _left = int.MaxValue;

    public PackageIndex(bool json = true)
    {
        Json = json;
        (_listener, Port) = Listen();
        _ = Task.Run(Serve);
    }

    public int Port { get; }

    /// <summary>Whether it offers JSON to those who take it; else HTML alone.</summary>
    public bool Json { get; }

    /// <summary>The user and password it asks for, as <c>user:password</c>; null for none.</summary>
    public string? Credentials { get; init; }

    public string Url => $"http://127.0.0.1:{Port}/simple/";

    /// <summary>How many requests were answered.</summary>
    public int Requests { get; private set; }

    public PackageIndex Add(params TestWheel[] wheels)
    {
        foreach (TestWheel wheel in wheels)
            _wheels.GetOrAdd(PackageName.Normalize(wheel.Name), static _ => []).Add(wheel);
        return this;
    }

    /// <summary>Answers so many requests more, then says to each that it cannot.</summary>
    public void BreakAfter(int requests) => _left = requests;

    public void Dispose() => _listener.Close();

    /// <summary>Starts to listen on a port that nothing else has.</summary>
    private static (HttpListener Listener, int Port) Listen()
    {
        for (int attempt = 0; ; attempt++)
        {
            int port = Random.Shared.Next(20000, 60000);
            // A listener whose start failed is closed for good, so each attempt has its own.
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (HttpListenerException) when (attempt < 50)
            {
                listener.Close();
            }
        }
    }

    private async Task Serve()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            try
            {
                Answer(context);
            }
            catch (Exception exception) when (exception is IOException or HttpListenerException or ObjectDisposedException)
            {
                // The client was killed.
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        if (Interlocked.Decrement(ref _left) < 0)
        {
            // Not stopped: a listener that stops answers what it is just being asked with an empty success.
            Send(context, 503, "text/plain", []);
            return;
        }

        Requests++;
        string[] parts = context.Request.Url!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (Credentials is not null && context.Request.Headers["Authorization"] != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Credentials)))
        {
            context.Response.AddHeader("WWW-Authenticate", "Basic realm=\"index\"");
            Send(context, 401, "text/plain", []);
        }
        else if (parts is ["simple", var name] && _wheels.TryGetValue(name, out List<TestWheel>? wheels))
        {
            bool json = Json && context.Request.Headers["Accept"]?.Contains("application/vnd.pypi.simple.v1+json", StringComparison.Ordinal) == true;
            Send(context, 200, json ? "application/vnd.pypi.simple.v1+json" : "text/html", Encoding.UTF8.GetBytes(json ? JsonPage(name, wheels) : HtmlPage(wheels)));
        }
        else if (parts is ["files", var file] && Find(file) is { } content)
        {
            Send(context, 200, "application/octet-stream", content);
        }
        else
        {
            Send(context, 404, "text/plain", []);
        }
    }

    private byte[]? Find(string file)
    {
        foreach (TestWheel wheel in _wheels.Values.SelectMany(static wheels => wheels))
        {
            if (file == wheel.FileName)
                return wheel.SentContent ?? wheel.Content;
            if (file == wheel.FileName + ".metadata")
                return Encoding.UTF8.GetBytes(wheel.Metadata);
        }

        return null;
    }

    private static string HtmlPage(List<TestWheel> wheels)
    {
        var page = new StringBuilder("<!DOCTYPE html><html><body>\n");
        foreach (TestWheel wheel in wheels)
        {
            page.Append($"<a href=\"/files/{wheel.FileName}#sha256={wheel.StatedSha256 ?? wheel.Sha256}\"");
            if (wheel.HasMetadataFile)
                page.Append($" data-dist-info-metadata=\"sha256={Hash(wheel.Metadata)}\" data-core-metadata=\"sha256={Hash(wheel.Metadata)}\"");
            page.Append(wheel.IsYanked ? " data-yanked=\"withdrawn\">" : ">").Append(wheel.FileName).Append("</a>\n");
        }

        return page.Append("</body></html>").ToString();
    }

    private static string JsonPage(string name, List<TestWheel> wheels) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["meta"] = new Dictionary<string, string> { ["api-version"] = "1.0" },
        ["name"] = name,
        ["files"] = wheels.Select(wheel => new Dictionary<string, object>
        {
            ["filename"] = wheel.FileName,
            ["url"] = $"/files/{wheel.FileName}",
            ["hashes"] = new Dictionary<string, string> { ["sha256"] = wheel.StatedSha256 ?? wheel.Sha256 },
            ["yanked"] = wheel.IsYanked,
            ["core-metadata"] = wheel.HasMetadataFile ? new Dictionary<string, string> { ["sha256"] = Hash(wheel.Metadata) } : false,
        }).ToArray(),
    });

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void Send(HttpListenerContext context, int status, string type, byte[] content)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength64 = content.Length;
        context.Response.OutputStream.Write(content);
        context.Response.Close();
    }
}
