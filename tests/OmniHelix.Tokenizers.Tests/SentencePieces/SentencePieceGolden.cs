using System.IO.Compression;
using OmniHelix.Tokenizers.SentencePieces;

namespace OmniHelix.Tokenizers.Tests.SentencePieces;

/// <summary>The models of tests/goldens/tokenizers/sentencepiece.</summary>
internal static class SentencePieceGolden
{
    public static byte[] Bytes(string name)
    {
        var path = SourceTree.PathOf("tests", "goldens", "tokenizers", "sentencepiece", name, "spm.model");
        if (File.Exists(path)) return File.ReadAllBytes(path);
        using var stream = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static SentencePieceModel Model(string name) => SentencePieceModel.Parse(Bytes(name), name);
}
