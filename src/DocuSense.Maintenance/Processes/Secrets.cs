using System.Text;
using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Processes;

/// <summary>Passwords and tokens that are known, to be taken out of everything that is shown. User names and passwords within URLs go in any case.</summary>
public sealed class Secrets
{
    /// <summary>A shorter word may be part of anything; taking it out would hide the very message.</summary>
    private const int ShortestSecret = 4;

    /// <summary>A user's name from this length on is taken for a token.</summary>
    private const int LongUser = 12;

    private readonly List<string> _words = [];

    private Secrets()
    {
    }

    /// <summary>No words are known; URLs are still cleaned.</summary>
    public static Secrets None { get; } = new();

    /// <summary>Collects the secrets of <c>PIP_*</c> and proxy variables, of <c>.netrc</c>, and of given texts with URLs.</summary>
    /// <param name="texts">Texts that may hold URLs with credentials, such as the options of requirements files.</param>
    /// <param name="variable">Gives the value of an environment variable.</param>
    /// <param name="home">The user's home folder, where <c>.netrc</c> is looked for; null for none.</param>
    public static Secrets Collect(IEnumerable<string> texts, Func<string, string?> variable, string? home)
    {
        var secrets = new Secrets();
        foreach (string name in (string[])["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_PROXY", "PIP_TRUSTED_HOST",
            "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"])
        {
            if (variable(name) is { } value)
                secrets.AddUrls(value);
        }

        foreach (string text in texts)
            secrets.AddUrls(text);
        foreach (string name in (string[])[".netrc", "_netrc"])
        {
            string? path = variable("NETRC") ?? (home is null ? null : Path.Combine(home, name));
            if (path is not null)
                secrets.AddNetrc(path);
        }

        secrets._words.Sort(static (left, right) => right.Length.CompareTo(left.Length));
        return secrets;
    }

    /// <summary>The text, fit to be shown.</summary>
    public string Redact(string text)
    {
        // Known words first: a URL that was cut in two would hide them from the second step.
        foreach (string word in _words)
            text = text.Replace(word, "****");
        return UrlText.Redact(text);
    }

    private void AddUrls(string text)
    {
        for (int at = text.IndexOf("://", StringComparison.Ordinal); at >= 0; at = text.IndexOf("://", at + 3, StringComparison.Ordinal))
        {
            int end = at + 3;
            int mark = -1;
            for (; end < text.Length && text[end] is not ('/' or '?' or '#' or '\'' or '"' or ' ' or '\t' or '\r' or '\n'); end++)
            {
                if (text[end] == '@')
                    mark = end;
            }

            if (mark < 0)
                continue;
            string credentials = text.Substring(at + 3, mark - at - 3);
            int colon = credentials.IndexOf(':');
            Add(colon < 0 ? credentials : credentials.Substring(colon + 1));
            // A token is often given as the user's name, with an empty password or a fixed one.
            if (colon > 0 && credentials.Substring(0, colon) is { } user && (user.Length >= LongUser || colon == credentials.Length - 1))
                Add(user);
        }
    }

    private void AddNetrc(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > 1 << 20)
                return;
            string[] words = File.ReadAllText(path, Encoding.UTF8).Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
            for (int index = 0; index + 1 < words.Length; index++)
            {
                if (words[index] == "password")
                    Add(words[++index].Trim('"'));
                else if (words[index] == "login" && words[index + 1].Length >= LongUser)
                    Add(words[++index].Trim('"'));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            // What this program cannot read, pip cannot print either.
        }
    }

    private void Add(string secret)
    {
        if (secret.Length < ShortestSecret)
            return;
        if (!_words.Contains(secret))
            _words.Add(secret);
        // A program may print it decoded, or encode again what it was given.
        string decoded = UrlText.Unquote(secret);
        foreach (string other in (string[])[decoded, Uri.EscapeDataString(decoded)])
        {
            if (other.Length >= ShortestSecret && !_words.Contains(other))
                _words.Add(other);
        }
    }
}
