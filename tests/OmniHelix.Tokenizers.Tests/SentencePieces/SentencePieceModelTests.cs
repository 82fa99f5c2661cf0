using CsCheck;
using OmniHelix.Tokenizers.SentencePieces;

namespace OmniHelix.Tokenizers.Tests.SentencePieces;

public class SentencePieceModelTests
{
    private static readonly SentencePieceModel Model = new()
    {
        Pieces =
        [
            new("<unk>", 0, SentencePieceType.Unknown), new("<s>", 0, SentencePieceType.Control), new("▁", -1.5f), new("ACG", -2.25f),
            new("<gap>", 0, SentencePieceType.UserDefined), new("old", -9, SentencePieceType.Unused),
        ],
        Trainer = new() { Algorithm = SentencePieceAlgorithm.Bpe, VocabularySize = 6, PadId = -1, EosId = -1, UnknownSurface = "?" },
        Normalizer = new() { Name = "identity", AddDummyPrefix = false },
        Denormalizer = new() { EscapeWhitespaces = false },
    };

    [Fact]
    public void AWrittenModelIsReadAsItWas()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "spiece.model");
        Model.Write(path);
        var read = SentencePieceModel.Read(path);
        Assert.Equal(Model.Pieces, read.Pieces);
        Assert.Equal(Model.ToBytes(), read.ToBytes());
        Assert.Equal((-1, "?"), (read.Trainer.PadId, read.Trainer.UnknownSurface));
        Assert.False(read.Normalizer.AddDummyPrefix);
        Assert.False(read.Denormalizer!.EscapeWhitespaces);
    }

    [Fact]
    public void WhatIsNotUnderstoodStays()
    {
        var bytes = SentencePieceGolden.Bytes("unigram_suffix_space");
        var again = SentencePieceModel.Parse(bytes, "model").ToBytes();
        // The trainer's own options, which nothing here reads: num_threads (16), hard_vocab_limit (33) and many others.
        Assert.True(again.Length >= bytes.Length);
        Assert.Equal(again, SentencePieceModel.Parse(again, "model").ToBytes());
    }

    [Fact]
    public void TheSecondOfTwoEqualMessagesGoesBefore()
    {
        var trainer = new WireWriter();
        trainer.Int32(43, 7);
        var model = new WireWriter();
        model.Fields(Model.ToBytes());
        model.Bytes(2, trainer.Message);
        var read = SentencePieceModel.Parse(model.Message, "model");
        Assert.Equal((7, -1), (read.Trainer.PadId, read.Trainer.EosId));
    }

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "a length beyond the end", [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07] },
        { "a length of 64 bits", [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01] },
        { "a number without end", [0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80] },
        { "a group", [0x0B, 0x0C] },
        { "field 0", [0x02, 0x00] },
        { "a type that is none", [0x0E] },
        { "a number where pieces should be", [0x08, 0x01] },
        { "a score of the wrong type", [0x0A, 0x02, 0x10, 0x01] },
        { "a score that is no number", [0x0A, 0x05, 0x15, 0x00, 0x00, 0xC0, 0x7F] },
        { "a type of piece that is none", [0x0A, 0x02, 0x18, 0x09] },
        { "text", "not a model"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void DamagedFilesAreRefusedWithTheirPlace(string what, byte[] bytes)
    {
        var error = Assert.Throws<OmniException>(() => SentencePieceModel.Parse(bytes, "spiece.model"));
        Assert.True(error.Code == "OH1533" && error.Place!.StartsWith("spiece.model, byte ", StringComparison.Ordinal), what);
    }

    [Fact]
    public void APieceHasALimitedLength() => Assert.Throws<OmniException>(() =>
        SentencePieceModel.Parse((Model with { Pieces = [new(new string('A', 1025), 0)] }).ToBytes(), "model"));

    [Fact]
    public void CutAndChangedFilesAreRefusedOrReadWithoutHarm()
    {
        var whole = SentencePieceGolden.Bytes("unigram_custom_rules");
        Gen.Select(Gen.Int[1, whole.Length], Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((length, at, value) =>
        {
            var bytes = whole[..length];
            if (at < length) bytes[at] = value;
            try
            {
                var tokens = new OmniHelix.Tokenizers.Tokens.TokenBuffer();
                new SentencePieceProcessor(SentencePieceModel.Parse(bytes, "model"), "model").Encode("ab ACGTACGT<gap>é", 0, tokens);
            }
            catch (OmniException e)
            {
                Assert.Contains(e.Code, (string[])["OH1533", "OH1534"]);
            }
        }, iter: 2000);
    }

    public static TheoryData<string, SentencePieceModel> Unusable => new()
    {
        { "has no text", Model with { Pieces = [.. Model.Pieces, new("", 0)] } },
        { "has the text 'ACG'", Model with { Pieces = [.. Model.Pieces, new("ACG", 0)] } },
        { "stands for unknown text", Model with { Pieces = [.. Model.Pieces, new("<unknown>", 0, SentencePieceType.Unknown)] } },
        { "no piece for unknown text", Model with { Pieces = [.. Model.Pieces.Skip(1)] } },
        { "is a byte, but", Model with { Pieces = [.. Model.Pieces, new("<0x41>", 0, SentencePieceType.Byte)] } },
        { "no piece for the byte 0", Model with { Trainer = Model.Trainer with { ByteFallback = true } } },
        { "the algorithm 9", Model with { Trainer = Model.Trainer with { Algorithm = (SentencePieceAlgorithm)9 } } },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void ModelsThatCannotBeUsedAreRefused(string what, SentencePieceModel model)
    {
        var error = Assert.Throws<OmniException>(() => new SentencePieceProcessor(model, "spiece.model"));
        Assert.Equal(("OH1533", "spiece.model"), (error.Code, error.Place));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileLargerThanAnyModelIsNotRead()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "large.model");
        using (var file = File.Create(path)) file.SetLength((1 << 26) + 1);
        Assert.Equal("OH1533", Assert.Throws<OmniException>(() => SentencePieceModel.Read(path)).Code);
    }
}
