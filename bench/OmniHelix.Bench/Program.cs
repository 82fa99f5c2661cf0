using OmniHelix.Bench;

// dotnet run --project bench/OmniHelix.Bench -c Release -- encoder
var benchmarks = new Dictionary<string, Action>
{
    ["encoder"] = EncoderBenchmark.Run,
    ["precision"] = PrecisionBenchmark.Run,
    ["frozen"] = FrozenLayersBenchmark.Run,
    ["padding"] = PaddingBenchmark.Run,
    ["tables"] = TablesBenchmark.Run,
    ["memory"] = MemoryBenchmark.Run,
    ["sentencepiece"] = SentencePieceBenchmark.Run,
    ["start"] = StartBenchmark.Run,
    ["audit"] = AuditBenchmark.Run,
    ["bpe"] = BpeBenchmark.Run,
    ["unigram"] = UnigramBenchmark.Run,
    ["unigram-100m"] = UnigramBenchmark.RunLarge,
    ["fasta"] = FastaBenchmark.Run,
    ["fastq"] = FastqBenchmark.Run,
    ["kmers"] = KmersBenchmark.Run,
    ["gzip"] = GzipBenchmark.Run,
    ["windows-fasta"] = WindowsFastaBenchmark.Run,
    ["tokenize"] = TokenizeBenchmark.Run,
    ["folding"] = FoldingBenchmark.Run,
    ["lora"] = LoraBenchmark.Run,
    ["vcf"] = VcfBenchmark.Run,
    ["consensus"] = ConsensusBenchmark.Run,
    ["windows-personal"] = WindowsPersonalBenchmark.Run,
};
if (args is ["encoder", "--family", ..])
{
    Machine.Print();
    return FamilyBenchmark.Run(args[2..]);
}
if (args.Length == 0 || args.Any(a => !benchmarks.ContainsKey(a)))
{
    Console.Error.WriteLine($"usage: OmniHelix.Bench {string.Join('|', benchmarks.Keys)} …, or encoder --family NAME…|all");
    return 2;
}
Machine.Print();
foreach (var name in args) benchmarks[name]();
return 0;
