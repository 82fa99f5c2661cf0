using OmniHelix.Data.Files;
using OmniHelix.Models.Files;
using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Checks;
using OmniHelix.Sequences.Files;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Workflows.Tests.Files;

public sealed class KnownFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("omnihelix-kinds-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_kind_has_a_name_and_endings_of_its_own()
    {
        Assert.Distinct(KnownFiles.Kinds.All.Select(k => k.Id));
        // Either version of GFF is called .gff.
        Assert.Distinct(KnownFiles.Kinds.All.SelectMany(k => k.Endings).Where(e => e != ".gff"));
        Assert.All(KnownFiles.Kinds.All.SelectMany(k => k.Endings), ending => Assert.Matches(@"^\.[a-z0-9]+$", ending));
    }

    [Fact]
    public void Every_kind_that_a_command_reads_can_be_checked()
    {
        var read = KnownFiles.Kinds.All.Except(KnownFiles.WrittenOnly);
        Assert.All(read, kind => Assert.True(KnownFiles.Checking.Has(kind), kind.Name));
    }

    [Theory]
    [InlineData("a.dbn", ">x\nGGGAAACCC\n(((...)))\n", "dot-bracket", 1)]
    [InlineData("a", ">x\nGGGAAACCC\n(((...)))\n", "dot-bracket", 1)]
    [InlineData("a.fa", ">x\nGGGAAACCC\nACGU\n", "FASTA", 1)]
    [InlineData("a.tab", "id\tsequence\n1\tACGT\n", "TSV", 1)]
    [InlineData("a.bpseq", "1 G 3\n2 A 0\n3 C 1\n", "bpseq", 1)]
    public void Text_is_checked_as_what_it_is(string name, string content, string format, int records) =>
        Assert.Equal(new FileCheckResult(FileHealth.Sound, format, null, records), KnownFiles.Checks.Run(Write(name, content)));

    [Theory]
    [InlineData("a.dbn", ">x\nGGGAAACCC\n(((...)))\n>y\nACG\n((.\n", "OH1802")]
    [InlineData("a.fa", ">x\nGGGAAACCC\n(((...)))\n", "OH1007")]
    [InlineData("a.csv", "##fileformat=VCFv4.2\n", "OH1007")]
    [InlineData("a.ct", "", "OH1814")]
    public void What_is_damaged_or_misnamed_is_told(string name, string content, string code)
    {
        var result = KnownFiles.Checks.Run(Write(name, content));
        Assert.Equal((FileHealth.Damaged, code), (result.Health, result.Problem!.Code));
    }

    [Theory]
    [InlineData("zip_state_dict.bin")]
    [InlineData("legacy_state_dict.bin")]
    [InlineData("optimizer.pt")]
    public void Checkpoints_are_known_without_their_name(string golden)
    {
        var copy = Path.Combine(folder, "checkpoint");
        File.Copy(Golden(golden), copy, overwrite: true);
        Assert.Equal(WeightFileKinds.PyTorch, KnownFiles.Kinds.Identify(copy).Kind);
        File.Move(copy, copy + ".npz");
        Assert.Equal("OH1007", Assert.Throws<OmniException>(() => KnownFiles.Kinds.Identify(copy + ".npz")).Code);
    }

    [Fact]
    public void Safetensors_are_known_without_their_name()
    {
        var copy = Path.Combine(folder, "weights");
        File.WriteAllBytes(copy, [8, 0, 0, 0, 0, 0, 0, 0, .. "{\"a\":{}}"u8]);
        Assert.Equal(WeightFileKinds.Safetensors, KnownFiles.Kinds.Identify(copy).Kind);
    }

    [Fact]
    public void Kinds_are_declared_by_those_who_read_them() =>
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
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
