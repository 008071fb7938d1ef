using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Tests.Usage;

public sealed class ModuleMapTests
{
    [Theory]
    [InlineData("cv2", "opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless")]
    [InlineData("sklearn.model_selection", "scikit-learn")]
    [InlineData("PIL.Image", "Pillow pillow-simd")]
    [InlineData("docx", "python-docx docx")]
    [InlineData("pptx", "python-pptx")]
    [InlineData("jwt", "PyJWT jwt")]
    [InlineData("jose.jwt", "python-jose jose")]
    [InlineData("dotenv", "python-dotenv dotenv")]
    [InlineData("multipart", "python-multipart multipart")]
    [InlineData("python_multipart", "python-multipart")]
    [InlineData("yaml", "PyYAML")]
    [InlineData("ruamel.yaml.comments", "ruamel.yaml")]
    [InlineData("bs4", "beautifulsoup4 bs4")]
    [InlineData("dateutil.parser", "python-dateutil")]
    [InlineData("googleapiclient.discovery", "google-api-python-client")]
    [InlineData("google.generativeai.types", "google-generativeai")]
    [InlineData("google.genai", "google-genai")]
    [InlineData("google.cloud.storage.blob", "google-cloud-storage")]
    [InlineData("google.cloud.bigquery", "google-cloud-bigquery")]
    [InlineData("google.cloud.secretmanager_v1", "google-cloud-secret-manager")]
    [InlineData("google.protobuf.message", "protobuf")]
    [InlineData("google.oauth2.credentials", "google-auth")]
    [InlineData("google.auth", "google-auth")]
    [InlineData("google.api_core.exceptions", "google-api-core")]
    [InlineData("azure.storage.blob", "azure-storage-blob")]
    [InlineData("azure.identity.aio", "azure-identity")]
    [InlineData("azure.keyvault.secrets", "azure-keyvault-secrets")]
    [InlineData("azure.mgmt.compute", "azure-mgmt-compute")]
    [InlineData("opentelemetry.trace", "opentelemetry-api")]
    [InlineData("opentelemetry.sdk.trace", "opentelemetry-sdk")]
    [InlineData("opentelemetry.instrumentation.fastapi", "opentelemetry-instrumentation-fastapi")]
    [InlineData("openai", "openai")]
    [InlineData("anthropic", "anthropic")]
    [InlineData("moviepy.editor", "moviepy")]
    [InlineData("ffmpeg", "ffmpeg-python python-ffmpeg typed-ffmpeg")]
    [InlineData("yt_dlp", "yt-dlp")]
    [InlineData("PyPDF2", "PyPDF2")]
    [InlineData("fitz", "PyMuPDF fitz")]
    [InlineData("pymupdf", "PyMuPDF")]
    [InlineData("magic", "python-magic python-magic-bin")]
    [InlineData("MySQLdb", "mysqlclient")]
    [InlineData("psycopg2.extras", "psycopg2 psycopg2-binary aws-psycopg2")]
    [InlineData("psycopg", "psycopg")]
    [InlineData("serial.tools", "pyserial")]
    [InlineData("usb.core", "pyusb")]
    [InlineData("zmq", "pyzmq")]
    [InlineData("Crypto.Cipher", "pycryptodome pycrypto")]
    [InlineData("Cryptodome.Cipher", "pycryptodomex")]
    [InlineData("nacl", "PyNaCl")]
    [InlineData("OpenSSL", "pyOpenSSL")]
    [InlineData("attr", "attrs")]
    [InlineData("attrs", "attrs")]
    [InlineData("pkg_resources", "setuptools")]
    [InlineData("win32api", "pywin32")]
    [InlineData("pythoncom", "pywin32")]
    [InlineData("wx", "wxPython")]
    [InlineData("gi.repository", "PyGObject")]
    [InlineData("github", "PyGithub")]
    [InlineData("gitlab", "python-gitlab")]
    [InlineData("git", "GitPython")]
    [InlineData("ldap", "python-ldap")]
    [InlineData("telegram.ext", "python-telegram-bot")]
    [InlineData("discord.ext.commands", "discord.py py-cord")]
    [InlineData("socketio", "python-socketio")]
    [InlineData("jenkins", "python-jenkins")]
    [InlineData("markdown", "Markdown")]
    [InlineData("faiss", "faiss-cpu faiss-gpu faiss-gpu-cu12 faiss")]
    [InlineData("tf_keras", "tf-keras")]
    [InlineData("skimage.io", "scikit-image")]
    [InlineData("Bio.Seq", "biopython")]
    [InlineData("rest_framework.views", "djangorestframework")]
    [InlineData("rest_framework_simplejwt", "djangorestframework-simplejwt")]
    [InlineData("corsheaders", "django-cors-headers")]
    [InlineData("environ", "django-environ environ-config")]
    [InlineData("debug_toolbar", "django-debug-toolbar")]
    [InlineData("allauth.account", "django-allauth")]
    [InlineData("sphinxcontrib.mermaid", "sphinxcontrib-mermaid")]
    [InlineData("zope.interface.verify", "zope.interface")]
    [InlineData("mpl_toolkits.mplot3d", "matplotlib")]
    [InlineData("mpl_toolkits.basemap", "basemap")]
    [InlineData("whisper", "openai-whisper whisper")]
    public void A_module_names_every_distribution_that_provides_it(string module, string distributions) =>
        Assert.Equal(distributions.Split(' '), ModuleMap.Distributions(module));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..yaml")]
    [InlineData("pil")]
    [InlineData("CV2")]
    [InlineData("yamlx")]
    [InlineData("yam")]
    [InlineData("google")]
    [InlineData("google.cloud")]
    [InlineData("google.nothing_of_that_name")]
    [InlineData("azure")]
    [InlineData("tests")]
    [InlineData("utils")]
    [InlineData("jwt\tPyJWT")]
    [InlineData("jwt\n")]
    [InlineData("naïve")]
    [InlineData("\ud83d\ude00")]
    [InlineData("\ud83d")]
    public void A_module_that_is_not_known_or_shared_by_many_names_nobody(string module)
    {
        Assert.Empty(ModuleMap.Distributions(module));
        Assert.Null(ModuleMap.Match(module));
    }

    [Fact]
    public void A_module_of_a_hundred_thousand_parts_is_looked_up_like_any_other() =>
        Assert.Equal(["PyYAML"], ModuleMap.Distributions("yaml" + string.Concat(Enumerable.Repeat(".a", 100_000))));

    [Fact]
    public void A_match_tells_how_much_of_the_module_is_known()
    {
        Assert.Equal("google.cloud.storage", ModuleMap.Match("google.cloud.storage.blob")!.Module);
        Assert.Equal("yaml", ModuleMap.Match("yaml")!.Module);
    }

    [Theory]
    [InlineData("google", true)]
    [InlineData("google.cloud", true)]
    [InlineData("azure.mgmt", true)]
    [InlineData("sphinxcontrib", true)]
    [InlineData("google.cloud.storage", false)]
    [InlineData("goog", false)]
    [InlineData("yaml", false)]
    [InlineData("nothing_of_that_name", false)]
    [InlineData("", false)]
    public void A_namespace_is_what_known_modules_lie_below(string module, bool expected) => Assert.Equal(expected, ModuleMap.IsNamespace(module));

    [Theory]
    [InlineData("pyyaml", "PyYAML", "_yaml yaml")]
    [InlineData("opencv-python", "opencv-python", "cv2")]
    [InlineData("pillow", "Pillow", "PIL")]
    [InlineData("attrs", "attrs", "attr attrs")]
    [InlineData("zope-interface", "zope.interface", "zope.interface")]
    [InlineData("google-generativeai", "google-generativeai", "google.generativeai")]
    [InlineData("setuptools", "setuptools", "_distutils_hack pkg_resources setuptools")]
    [InlineData("types-requests", "types-requests", "")]
    public void A_distribution_has_its_own_spelling_and_modules(string normalized, string name, string modules)
    {
        DistributionFacts facts = ModuleMap.Find(normalized)!;
        Assert.Equal(name, facts.Name);
        Assert.Equal(normalized, facts.NormalizedName);
        Assert.Equal(modules.Split(' ', StringSplitOptions.RemoveEmptyEntries), facts.Modules);
        Assert.True(facts.ModulesComplete);
    }

    [Theory]
    [InlineData("PyYAML")]
    [InlineData("zope.interface")]
    [InlineData("python_dateutil")]
    [InlineData("")]
    [InlineData("pyyam")]
    [InlineData("pyyamll")]
    [InlineData("pyyaml\tPyYAML")]
    public void A_distribution_is_found_by_its_normal_name_alone(string name) => Assert.Null(ModuleMap.Find(name));

    [Theory]
    [InlineData("gunicorn", UsedWithoutImport.Command | UsedWithoutImport.Plugin)]
    [InlineData("uvicorn", UsedWithoutImport.Command)]
    [InlineData("black", UsedWithoutImport.Command)]
    [InlineData("pytest-asyncio", UsedWithoutImport.Plugin)]
    [InlineData("pytest-nobody-knows-this", UsedWithoutImport.Plugin)]
    [InlineData("flake8-bugbear", UsedWithoutImport.Plugin)]
    [InlineData("psycopg2-binary", UsedWithoutImport.Plugin)]
    [InlineData("asyncpg", UsedWithoutImport.Plugin)]
    [InlineData("python-multipart", UsedWithoutImport.Plugin)]
    [InlineData("uvloop", UsedWithoutImport.Plugin)]
    [InlineData("openpyxl", UsedWithoutImport.Plugin)]
    [InlineData("tzdata", UsedWithoutImport.Plugin)]
    [InlineData("types-requests", UsedWithoutImport.Stub)]
    [InlineData("types-nobody-knows-this", UsedWithoutImport.Stub)]
    [InlineData("pandas-stubs", UsedWithoutImport.Stub)]
    [InlineData("mypy-boto3-sqs", UsedWithoutImport.Stub)]
    [InlineData("requests", UsedWithoutImport.None)]
    [InlineData("python-dateutil", UsedWithoutImport.None)]
    [InlineData("passlib", UsedWithoutImport.None)]
    [InlineData("nobody-knows-this", UsedWithoutImport.None)]
    public void A_distribution_may_be_used_though_nothing_imports_it(string name, UsedWithoutImport expected) =>
        Assert.Equal(expected, ModuleMap.MayBeUsedWithoutImport(name));

    [Fact]
    public void Entry_points_that_are_known_are_told()
    {
        Assert.True(ModuleMap.Find("pytest-xdist")!.HasEntryPoints);
        Assert.False(ModuleMap.Find("six")!.HasEntryPoints);
    }
}
