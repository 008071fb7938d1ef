using System.Text;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Analysis;

/// <summary>What the findings of a check depend on, for change detection.</summary>
internal static class CheckInputs
{
    /// <summary>The question: whoever asks another one gets another answer.</summary>
    public static string KeyOf(CheckOptions options)
    {
        var key = new StringBuilder();
        key.Append(ResultFile.Format).Append('\n').Append(options.ToolVersion).Append('\n').Append(options.Backend).Append('\n')
            .Append(options.ProjectFile).Append('\n').Append(options.Environment);
        foreach (string manifest in options.Manifests)
            key.Append("\nm ").Append(manifest);
        foreach (string exclude in options.Excludes)
            key.Append("\nx ").Append(exclude);
        foreach (KnownModule module in options.KnownModules)
            key.Append("\nk ").Append(module);
        foreach (KnownUse use in options.KnownUses)
            key.Append("\nu ").Append(use);
        bool expires = false;
        foreach (Suppression suppression in options.Suppressions)
        {
            key.Append("\ns ").Append(suppression);
            expires |= !string.IsNullOrEmpty(suppression.Expires);
        }

        if (expires)
            key.Append('\n').Append(options.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        return key.ToString();
    }

    /// <summary>Every path besides the backend's own files whose change may change a finding, whether or not there is something.</summary>
    public static IEnumerable<string> Paths(CheckOptions options, Snapshot snapshot)
    {
        if (RuntimeLoads.PathOf(options) is { } loads)
            yield return loads;
        foreach (string file in snapshot.Manifests.Files)
            yield return file;
        foreach (string file in Observer.SettingsCandidates(options.Backend))
            yield return file;
        foreach (string file in OtherProjects.Candidates(options.Backend, snapshot.Listing?.Files ?? []))
            yield return file;
        if (options.Environment is not null)
            yield return Path.Combine(options.Environment, "pyvenv.cfg");
        else
        {
            foreach (string candidate in Observer.EnvironmentCandidates(options.Backend))
                yield return candidate;
        }

        // The names in compiled modules are evidence where there was something to look for.
        foreach (string module in snapshot.Mentions.SearchedTerms.Count > 0 ? snapshot.CompiledModules : [])
            yield return module;
        if (snapshot.Environment is not { } environment)
            yield break;
        yield return environment.ConfigurationFile;
        if (environment.Interpreter is not null)
            yield return FinalTarget(environment.Interpreter);
        foreach (string folder in environment.SitePackages)
            yield return folder;
        foreach (InstalledDistribution distribution in environment.Distributions)
        {
            yield return distribution.MetadataPath;
            yield return distribution.MetadataFile;
            yield return Path.Combine(distribution.MetadataPath, "RECORD");
        }
    }

    /// <summary>FNV-1a over the names of all files: of the listing, of the folders above, and of what may be a manifest.</summary>
    public static ulong Names(CheckOptions options, SourceListing listing)
    {
        ulong names = 14695981039346656037;
        void AddText(string text)
        {
            foreach (char character in text)
                names = (names ^ character) * 1099511628211;
            names = (names ^ (ulong.MaxValue - 2)) * 1099511628211;
        }

        void AddFiles(IReadOnlyList<SourceFile> files)
        {
            for (int index = 0; index < files.Count; index++)
                AddText(files[index].RelativePath);
            names = (names ^ (ulong.MaxValue - 1)) * 1099511628211;
        }

        AddFiles(listing.Files);
        AddFiles(listing.Texts);
        foreach (string folder in listing.Unreadable)
            AddText(folder);
        foreach (string module in listing.OtherModules)
            AddText(module);
        foreach (string name in Observer.OutsideNames(options.Backend))
            AddText(name);
        foreach (string name in ManifestNames(options.Backend))
            AddText(name);
        return names;
    }

    /// <summary>What a link leads to in the end: a link itself does not show that its target is gone.</summary>
    private static string FinalTarget(string path)
    {
#if NET
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return path;
        }
#else
        return path;
#endif
    }

    /// <summary>The files that may be manifests, so that a new one is seen.</summary>
    private static List<string> ManifestNames(string backend)
    {
        var names = new List<string>();
        foreach (string folder in (string[])[backend, Path.Combine(backend, "requirements")])
        {
            if (!Directory.Exists(folder))
                continue;
            try
            {
                foreach (string path in Directory.EnumerateFiles(folder))
                {
                    if (Path.GetExtension(path).ToLowerInvariant() is ".txt" or ".in" or ".toml" or ".cfg")
                        names.Add(path);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.SecurityException)
            {
                // It may hold any; once it can be read, the names differ.
                names.Add(folder);
            }
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
