using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Processes;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>What the project's manifests tell pip: files to install from, and where packages come from.</summary>
internal sealed class PipInputs
{
    private PipInputs(IReadOnlyList<string> requirements, IReadOnlyList<string> constraints, IReadOnlyList<string> others,
        IReadOnlyDictionary<string, string?> variables, Secrets secrets)
    {
        Requirements = requirements;
        Constraints = constraints;
        Others = others;
        Variables = variables;
        Secrets = secrets;
    }

    /// <summary>Absolute paths of the requirements files to install.</summary>
    public IReadOnlyList<string> Requirements { get; }

    /// <summary>Absolute paths of the constraints files that no requirements file needs to name.</summary>
    public IReadOnlyList<string> Constraints { get; }

    /// <summary>Requirements of <c>pyproject.toml</c> and <c>setup.cfg</c>, as pip takes them.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <summary>The indexes that requirements files name, as variables of pip: they are not seen in a list of processes.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; }

    /// <summary>Everything that must not be shown.</summary>
    public Secrets Secrets { get; }

    /// <summary>Reads the inputs of a backend.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="manifests">The backend's manifests.</param>
    /// <param name="environment">Absolute path of the environment, which may have settings of pip.</param>
    public static PipInputs Read(MaintenanceOptions options, ManifestSet manifests, string environment)
    {
        string backend = options.Check.Backend;
        var requirements = new List<string>();
        var constraints = new List<string>();
        if (options.Check.Manifests.Count > 0)
        {
            foreach (string manifest in options.Check.Manifests)
            {
                string path = ManifestFile.Combine(backend, manifest) ?? manifest;
                if (IsRequirementsFile(path) && File.Exists(path))
                    (IsConstraints(path) ? constraints : requirements).Add(path);
            }
        }
        else
        {
            List<string> found = ManifestFinder.RequirementsFiles(backend);
            requirements.AddRange(found.FindAll(path => IsChosen(options, RequirementGroups.OfFile(path) ?? "")));
            constraints.AddRange(ManifestFinder.ConstraintsFiles(backend));
        }

        var others = new List<string>();
        foreach (ManifestRequirement declared in manifests.Requirements)
        {
            if (declared.Kind == RequirementKind.Requirement && declared.Requirement is { } requirement && !IsRequirementsFile(declared.File) && IsChosen(options, declared.Group))
                others.Add(requirement.ToString());
        }

        (Dictionary<string, string?> variables, List<string> texts) = Indexes(options, manifests);
        texts.AddRange(PipConfiguration.Texts(environment, options.Variable, Home));
        return new PipInputs(requirements, constraints, others, variables, Secrets.Collect(texts, options.Variable, Home));
    }

    /// <summary>The user's home folder, or null.</summary>
    public static string? Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : null;

    /// <summary>Whether requirements of a group are installed: those of the main one, and of the groups that are asked for.</summary>
    public static bool IsChosen(MaintenanceOptions options, string group)
    {
        if (group.Length == 0 || options.Check.Manifests.Count > 0)
            return true;
        foreach (string chosen in options.Groups)
        {
            if (chosen == "*" || string.Equals(chosen, group, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Whether a manifest is a requirements file, by its name.</summary>
    public static bool IsRequirementsFile(string path) =>
        !path.EndsWith(".toml", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".cfg", StringComparison.OrdinalIgnoreCase);

    private static bool IsConstraints(string path) => Path.GetFileName(path).StartsWith("constraints", StringComparison.OrdinalIgnoreCase);

    /// <summary>The options of all requirements files that say where packages come from. A file's index replaces pip's own, further ones are added.</summary>
    private static (Dictionary<string, string?> Variables, List<string> Texts) Indexes(MaintenanceOptions options, ManifestSet manifests)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        var texts = new List<string>();
        var extras = new List<string>();
        foreach (string file in manifests.Files)
        {
            if (!IsRequirementsFile(file) || ManifestFile.TryRead(file, out _, out _) is not { } bytes)
                continue;
            foreach (RequirementsLine line in RequirementsDocument.Parse(bytes, options.Variable).Requirements)
            {
                texts.Add(line.Expanded);
                foreach (RequirementsOption option in line.Options)
                {
                    Add(options, variables, option, file);
                    if (option is { Name: "--extra-index-url", Value: { } extra })
                        extras.Add(extra);
                }
            }
        }

        // As pip has it, an index that a file names takes the place of all others, further ones of the user's settings included; an empty value would not.
        if (variables.TryGetValue("PIP_INDEX_URL", out string? index))
            variables["PIP_EXTRA_INDEX_URL"] = extras.Count == 0 ? index : string.Join(" ", extras);
        return (variables, texts);
    }

    private static void Add(MaintenanceOptions options, Dictionary<string, string?> variables, RequirementsOption option, string file)
    {
        switch (option.Name)
        {
            case "--index-url":
                variables["PIP_INDEX_URL"] = option.Value;
                break;
            case "--extra-index-url":
                Append("PIP_EXTRA_INDEX_URL", option.Value!);
                break;
            case "--trusted-host":
                Append("PIP_TRUSTED_HOST", option.Value!);
                break;
            case "--find-links":
                string beside = ManifestFile.Combine(Path.GetDirectoryName(file) ?? file, option.Value!) ?? option.Value!;
                Append("PIP_FIND_LINKS", File.Exists(beside) || Directory.Exists(beside) ? new Uri(beside).AbsoluteUri : option.Value!);
                break;
            case "--no-index":
                variables["PIP_NO_INDEX"] = "1";
                break;
            case "--pre":
                variables["PIP_PRE"] = "1";
                break;
            case "--prefer-binary":
                variables["PIP_PREFER_BINARY"] = "1";
                break;
            case "--no-binary" or "--only-binary":
                string name = option.Name == "--no-binary" ? "PIP_NO_BINARY" : "PIP_ONLY_BINARY";
                variables[name] = variables.TryGetValue(name, out string? former) ? former + "," + option.Value : option.Value;
                break;
        }

        void Append(string name, string value)
        {
            string? former = variables.TryGetValue(name, out string? found) ? found : options.Variable(name);
            variables[name] = string.IsNullOrEmpty(former) ? value : former + " " + value;
        }
    }
}
