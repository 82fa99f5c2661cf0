using OmniHelix.Data.Files;
using OmniHelix.Models.Files;
using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Checks;
using OmniHelix.Sequences.Files;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Workflows.Tests.Files;

public sealed class KnownFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void EveryKindHasANameAndEndingsOfItsOwn()
    {
        Assert.Distinct(KnownFiles.Kinds.All.Select(k => k.Id));
        // Either version of GFF is called .gff.
        Assert.Distinct(KnownFiles.Kinds.All.SelectMany(k => k.Endings).Where(e => e != ".gff"));
        Assert.All(KnownFiles.Kinds.All.SelectMany(k => k.Endings), ending => Assert.Matches(@"^\.[a-z0-9]+$", ending));
    }

    [Fact]
    public void EveryKindThatACommandReadsCanBeChecked()
    {
        Assert.All(KnownFiles.Kinds.All.Where(k => k != KnownFiles.Html), kind => Assert.True(KnownFiles.Checking.Has(kind), kind.Name));
    }

    [Theory]
    [InlineData("a.dbn", ">x\nGGGAAACCC\n(((...)))\n", "dot-bracket", 1)]
    [InlineData("a", ">x\nGGGAAACCC\n(((...)))\n", "dot-bracket", 1)]
    [InlineData("a.fa", ">x\nGGGAAACCC\nACGU\n", "FASTA", 1)]
    [InlineData("a.tab", "id\tsequence\n1\tACGT\n", "TSV", 1)]
    [InlineData("a.bpseq", "1 G 3\n2 A 0\n3 C 1\n", "bpseq", 1)]
    public void TextIsCheckedAsWhatItIs(string name, string content, string format, int records) =>
        Assert.Equal(new FileCheckResult(FileHealth.Sound, format, null, records), KnownFiles.Checks.Run(Write(name, content)));

    [Theory]
    [InlineData("a.dbn", ">x\nGGGAAACCC\n(((...)))\n>y\nACG\n((.\n", "OH1802")]
    [InlineData("a.fa", ">x\nGGGAAACCC\n(((...)))\n", "OH1007")]
    [InlineData("a.csv", "##fileformat=VCFv4.2\n", "OH1007")]
    [InlineData("a.ct", "", "OH1814")]
    public void WhatIsDamagedOrMisnamedIsTold(string name, string content, string code)
    {
        var result = KnownFiles.Checks.Run(Write(name, content));
        Assert.Equal((FileHealth.Damaged, code), (result.Health, result.Problem!.Code));
    }

    [Theory]
    [InlineData("zip_state_dict.bin")]
    [InlineData("legacy_state_dict.bin")]
    [InlineData("optimizer.pt")]
    public void CheckpointsAreKnownWithoutTheirName(string golden)
    {
        var copy = folder["checkpoint"];
        File.Copy(Golden(golden), copy, overwrite: true);
        Assert.Equal(WeightFileKinds.PyTorch, KnownFiles.Kinds.Identify(copy).Kind);
        File.Move(copy, copy + ".npz");
        Assert.Equal("OH1007", Assert.Throws<OmniException>(() => KnownFiles.Kinds.Identify(copy + ".npz")).Code);
    }

    [Fact]
    public void SafetensorsAreKnownWithoutTheirName()
    {
        var copy = folder["weights"];
        File.WriteAllBytes(copy, [8, 0, 0, 0, 0, 0, 0, 0, .. "{\"a\":{}}"u8]);
        Assert.Equal(WeightFileKinds.Safetensors, KnownFiles.Kinds.Identify(copy).Kind);
    }

    [Fact]
    public void KindsAreDeclaredByThoseWhoReadThem() =>
        Assert.Superset(
            new HashSet<FileKind>([SequenceFileKinds.Fasta, DataFileKinds.Parquet, StructureFileKinds.Ct, WeightFileKinds.PyTorch]),
            KnownFiles.Kinds.All.ToHashSet());

    private static string Golden(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "OmniHelix.slnx"))) root = root.Parent!;
        return Path.Combine(root.FullName, "tests", "goldens", "checkpoints", "good", name);
    }

    private string Write(string name, string content)
    {
        var path = folder[name];
        File.WriteAllText(path, content);
        return path;
    }
}
