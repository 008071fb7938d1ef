using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>The sections that requirements without sections of their own are put into, by what the distributions are for.</summary>
internal static class RequirementCategories
{
    /// <summary>The section of what fits no other.</summary>
    public const string Other = "Utilities";

    /// <summary>The sections in the order in which they are written.</summary>
    public static IReadOnlyList<string> Order { get; } =
        ["Core Framework", "Database", "AI Providers", "Machine Learning", "File Processing", "Multimedia", "Security", "Networking", Other, "Testing", "Development"];

    /// <summary>Distributions that say nothing of themselves, by name; a name that ends in <c>-</c> stands for all that begin with it.</summary>
    private static readonly Dictionary<string, string> _byName = Read(
        ("Core Framework", "fastapi uvicorn starlette django flask quart sanic tornado aiohttp-web gunicorn hypercorn python-multipart jinja2 werkzeug litestar bottle falcon djangorestframework celery django- flask- fastapi-"),
        ("Database", "sqlalchemy alembic psycopg psycopg2 psycopg2-binary asyncpg pymysql mysqlclient aiosqlite redis pymongo motor peewee tortoise-orm sqlmodel elasticsearch databases pyodbc cx-oracle oracledb neo4j"),
        ("AI Providers", "openai anthropic mistralai ollama cohere google-generativeai google-genai groq together replicate langchain llama-index litellm langchain- llama-index-"),
        ("Machine Learning", "torch tensorflow keras transformers scikit-learn xgboost lightgbm sentence-transformers tokenizers datasets accelerate spacy nltk faiss-cpu numpy scipy pandas onnxruntime torchvision torchaudio"),
        ("File Processing", "pdfplumber pypdf pypdf2 pdfminer-six pymupdf pytesseract python-docx openpyxl xlsxwriter xlrd pillow opencv-python opencv-python-headless python-pptx reportlab lxml beautifulsoup4 python-magic chardet markdown camelot-py easyocr docx2txt odfpy"),
        ("Multimedia", "moviepy librosa ffmpeg-python yt-dlp pydub soundfile imageio imageio-ffmpeg av whisper openai-whisper faster-whisper mutagen audioread"),
        ("Security", "python-jose passlib pyjwt bcrypt cryptography argon2-cffi authlib itsdangerous oauthlib pyotp certifi"),
        ("Networking", "requests httpx aiohttp urllib3 websockets grpcio paramiko boto3 botocore httpcore"),
        ("Utilities", "pydantic pydantic-settings python-dotenv psutil click typer rich tqdm structlog loguru pyyaml python-dateutil typing-extensions"),
        ("Testing", "pytest tox nox hypothesis coverage factory-boy faker responses respx pytest-"),
        ("Development", "black ruff mypy flake8 isort pylint pre-commit ipython jupyter types-"));

    /// <summary>Classifiers that leave no doubt.</summary>
    private static readonly (string Classifier, string Category)[] _byClearClassifier =
    [
        ("Topic :: Database", "Database"),
        ("Topic :: Security", "Security"),
        ("Topic :: Multimedia :: Sound/Audio", "Multimedia"),
        ("Topic :: Multimedia :: Video", "Multimedia"),
        ("Framework :: Pytest", "Testing"),
    ];

    /// <summary>Classifiers that many give for reasons of their own; they count where nothing better is known.</summary>
    private static readonly (string Classifier, string Category)[] _byClassifier =
    [
        ("Topic :: Multimedia :: Graphics", "File Processing"),
        ("Topic :: Multimedia", "Multimedia"),
        ("Topic :: Office/Business", "File Processing"),
        ("Topic :: Text Processing", "File Processing"),
        ("Topic :: Scientific/Engineering :: Artificial Intelligence", "Machine Learning"),
        ("Topic :: Scientific/Engineering", "Machine Learning"),
        ("Topic :: Internet :: WWW/HTTP :: WSGI", "Core Framework"),
        ("Topic :: Internet :: WWW/HTTP :: HTTP Servers", "Core Framework"),
        ("Topic :: Software Development :: Testing", "Testing"),
        ("Topic :: Software Development :: Quality Assurance", "Development"),
        ("Topic :: Internet", "Networking"),
        ("Framework :: FastAPI", "Core Framework"),
        ("Framework :: Django", "Core Framework"),
        ("Framework :: Flask", "Core Framework"),
    ];

    /// <summary>The section of a distribution: what a project says itself, else what its classifiers say clearly, else what is known of its name, else what its classifiers hint at.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    /// <param name="metadataFile">Absolute path of its METADATA, or null where it is not installed.</param>
    /// <param name="own">The project's own table: normalised name and section.</param>
    public static string Of(string normalizedName, string? metadataFile, IReadOnlyDictionary<string, string> own)
    {
        if (Find(own, normalizedName) is { } named)
            return named;
        List<string> classifiers = metadataFile is null ? [] : Classifiers(metadataFile);
        return Find(_byClearClassifier, classifiers) ?? Find(_byName, normalizedName) ?? Find(_byClassifier, classifiers) ?? Other;
    }

    /// <summary>Reads a project's own table, <c>name=Section</c> entries.</summary>
    public static Dictionary<string, string> ReadOwn(IReadOnlyList<string> entries)
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string entry in entries)
        {
            int equals = entry.IndexOf('=');
            if (equals > 0 && entry.Substring(equals + 1).Trim() is { Length: > 0 } section)
                own[PackageName.Normalize(entry.Substring(0, equals).Trim())] = section;
        }

        return own;
    }

    private static string? Find((string Classifier, string Category)[] table, List<string> classifiers)
    {
        foreach ((string classifier, string category) in table)
        {
            foreach (string stated in classifiers)
            {
                if (stated.StartsWith(classifier, StringComparison.Ordinal))
                    return category;
            }
        }

        return null;
    }

    private static string? Find(IReadOnlyDictionary<string, string> table, string name)
    {
        if (table.TryGetValue(name, out string? found))
            return found;
        for (int dash = name.LastIndexOf('-'); dash > 0; dash = name.LastIndexOf('-', dash - 1))
        {
            if (table.TryGetValue(name.Substring(0, dash + 1), out found))
                return found;
        }

        return null;
    }

    private static List<string> Classifiers(string metadataFile)
    {
        var found = new List<string>();
        try
        {
            foreach (string line in File.ReadLines(metadataFile))
            {
                if (line.Length == 0)
                    break;
                if (line.StartsWith("Classifier: ", StringComparison.Ordinal))
                    found.Add(line.Substring(12).Trim());
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing is known of it.
        }

        return found;
    }

    private static Dictionary<string, string> Read(params (string Category, string Names)[] table)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string category, string list) in table)
        {
            foreach (string name in list.Split(' '))
                names[name] = category;
        }

        return names;
    }
}
