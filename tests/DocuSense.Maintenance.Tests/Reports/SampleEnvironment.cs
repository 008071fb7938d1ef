namespace DocuSense.Maintenance.Tests.Reports;

/// <summary>The environment of a made-up backend, as tables: what is installed, and who requires whom.</summary>
internal static class SampleEnvironment
{
    /// <summary>Name, version, kB on disk, and how it came to be there: used, pinned, unused, unknown, or - for what no requirement names.</summary>
    public const string Installed = """
        alembic 1.13.1 1480 used
        annotated-types 0.6.0 62 -
        anthropic 0.21.3 4210 unknown
        anyio 4.3.0 610 -
        bcrypt 4.1.2 1390 -
        certifi 2024.2.2 640 -
        cffi 1.16.0 1720 -
        click 8.1.7 720 -
        cryptography 42.0.5 12650 -
        decorator 4.4.2 68 -
        ecdsa 0.18.0 760 -
        et-xmlfile 1.1.0 38 -
        fastapi 0.110.0 1120 used
        greenlet 3.0.3 2310 -
        gunicorn 21.2.0 690 unused
        h11 0.14.0 410 -
        httpcore 1.0.4 560 -
        httptools 0.6.1 1680 -
        httpx 0.27.0 590 unused
        idna 3.6 520 -
        imageio 2.34.0 3120 -
        imageio-ffmpeg 0.4.9 74200 -
        joblib 1.3.2 2140 -
        librosa 0.10.1 1940 used
        llvmlite 0.42.0 118300 -
        lxml 5.1.0 17600 -
        Mako 1.3.2 720 -
        MarkupSafe 2.1.5 118 -
        moviepy 1.0.3 1830 used
        numba 0.59.0 21400 -
        numpy 1.26.4 66900 pinned
        openai 1.13.3 3890 used
        opencv-python 4.9.0.80 154600 used
        openpyxl 3.1.2 2870 used
        packaging 23.2 410 -
        passlib 1.7.4 2240 used
        pdfminer.six 20221105 6480 -
        pdfplumber 0.10.4 540 used
        pillow 10.2.0 14800 used
        pip 24.0 8930 -
        proglog 0.1.10 34 -
        psutil 5.9.8 2210 used
        pyasn1 0.5.1 830 -
        pycparser 2.21 910 -
        pydantic 2.6.3 4080 used
        pydantic_core 2.16.3 5210 -
        PyJWT 2.8.0 240 used
        PyPDF2 3.0.1 1910 used
        pypdfium2 4.27.0 7160 -
        pytesseract 0.3.10 82 used
        python-docx 1.1.0 1060 used
        python-dotenv 1.0.1 170 used
        python-jose 3.3.0 410 used
        python-multipart 0.0.9 190 used
        PyYAML 6.0.1 2830 -
        redis 5.0.2 3740 unused
        requests 2.31.0 560 -
        rsa 4.9 350 -
        scikit-learn 1.4.1 48200 -
        scipy 1.12.0 137900 -
        six 1.16.0 74 -
        sniffio 1.3.1 48 -
        SQLAlchemy 2.0.28 18900 used
        starlette 0.35.1 690 -
        structlog 24.1.0 780 unused
        threadpoolctl 3.3.0 132 -
        tqdm 4.66.2 690 -
        typing_extensions 4.10.0 230 -
        urllib3 2.2.1 1020 -
        uvicorn 0.27.1 810 used
        uvloop 0.19.0 14300 -
        watchfiles 0.21.0 3890 -
        websockets 12.0 1310 -
        yt-dlp 2024.3.10 21900 used
        """;

    /// <summary>Who, whom, the specifier, and ! where it is not satisfied.</summary>
    public const string Requires = """
        alembic sqlalchemy >=1.3.0
        alembic mako
        alembic typing-extensions >=4
        anthropic anyio <5,>=3.5.0
        anthropic httpx <1,>=0.23.0
        anthropic pydantic <3,>=1.9.0
        anthropic tokenizers >=0.13.0 !
        anthropic typing-extensions <5,>=4.7
        anyio idna >=2.8
        anyio sniffio >=1.1
        cffi pycparser
        cryptography cffi >=1.12
        ecdsa six >=1.9.0
        fastapi pydantic !=1.8,!=1.8.1,<3.0.0,>=1.7.4
        fastapi starlette <0.37.0,>=0.36.3 !
        fastapi typing-extensions >=4.8.0
        gunicorn packaging
        httpcore certifi
        httpcore h11 <0.15,>=0.13
        httpx anyio
        httpx certifi
        httpx httpcore ==1.*
        httpx idna
        httpx sniffio
        imageio numpy
        imageio pillow >=8.3.2
        librosa joblib >=0.14
        librosa numba >=0.51.0
        librosa numpy !=1.22.0,!=1.22.1,!=1.22.2,>=1.20.3
        librosa scikit-learn >=0.20.0
        librosa scipy >=1.2.0
        librosa typing-extensions >=4.1.1
        librosa decorator >=4.3.0
        mako markupsafe >=0.9.2
        moviepy decorator <5.0,>=4.0.2
        moviepy imageio <3.0,>=2.5
        moviepy imageio-ffmpeg >=0.2.0
        moviepy numpy >=1.17.3
        moviepy proglog <=1.0.0
        moviepy requests <3.0,>=2.8.1
        moviepy tqdm <5.0,>=4.11.2
        numba llvmlite <0.43,>=0.42.0dev0
        numba numpy <1.27,>=1.22
        openai anyio <5,>=3.5.0
        openai httpx <1,>=0.23.0
        openai pydantic <3,>=1.9.0
        openai sniffio
        openai tqdm >4
        openai typing-extensions <5,>=4.7
        opencv-python numpy >=1.23.5
        openpyxl et-xmlfile
        passlib bcrypt >=3.1.0
        pdfminer-six cryptography >=36.0.0
        pdfplumber pdfminer-six ==20221105
        pdfplumber pillow >=9.1
        pdfplumber pypdfium2 >=4.18.0
        proglog tqdm
        pydantic annotated-types >=0.4.0
        pydantic pydantic-core ==2.16.3
        pydantic typing-extensions >=4.6.1
        pydantic-core typing-extensions !=4.7.0,>=4.6.0
        pytesseract packaging >=21.3
        pytesseract pillow >=8.0.0
        python-docx lxml >=3.1.0
        python-docx typing-extensions
        python-jose cryptography >=3.4.0
        python-jose ecdsa !=0.15
        python-jose pyasn1
        python-jose rsa
        requests certifi >=2017.4.17
        requests idna <4,>=2.5
        requests urllib3 <3,>=1.21.1
        rsa pyasn1 >=0.1.3
        scikit-learn joblib >=1.2.0
        scikit-learn numpy <2.0,>=1.19.5
        scikit-learn scipy >=1.6.0
        scikit-learn threadpoolctl >=2.0.0
        scipy numpy <1.29.0,>=1.22.4
        sqlalchemy greenlet !=0.4.17
        sqlalchemy typing-extensions >=4.6.0
        starlette anyio <5,>=3.4.0
        uvicorn click >=7.0
        uvicorn h11 >=0.8
        uvicorn httptools >=0.5.0
        uvicorn python-dotenv >=0.13
        uvicorn pyyaml >=5.1
        uvicorn uvloop !=0.15.0,!=0.15.1,>=0.14.0
        uvicorn watchfiles >=0.13
        uvicorn websockets >=10.4
        watchfiles anyio >=3.0.0
        yt-dlp certifi
        yt-dlp requests <3,>=2.31.0
        yt-dlp urllib3 <3,>=1.26.17
        yt-dlp websockets >=12.0
        """;
}
