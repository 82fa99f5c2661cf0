namespace OmniHelix.Rna.Distances;

/// <summary>The least cost of turning a tree into another (Zhang and Shasha 1989): all pairs of subtrees, from below.</summary>
internal sealed class TreeEditing(TreeNode[] a, TreeNode[] b)
{
    private const int Never = 10_000;

    private readonly int[] distances = new int[(long)a.Length * b.Length];
    private readonly int[] forest = new int[(long)(a.Length + 1) * (b.Length + 1)];

    /// <summary>The cost.</summary>
    public int Distance()
    {
        foreach (var i in KeyRoots(a))
            foreach (var j in KeyRoots(b)) Fill(i, j);
        return distances[^1];
    }

    // Nodes that begin elsewhere than every node above them: the last of those with one first node.
    private static IEnumerable<int> KeyRoots(TreeNode[] tree)
    {
        var last = new int[tree.Length];
        for (var i = 0; i < tree.Length; i++) last[tree[i].First] = i;
        return Enumerable.Range(0, tree.Length).Where(i => last[tree[i].First] == i);
    }

    private void Fill(int i, int j)
    {
        var width = b.Length + 1;
        var (firstOfA, firstOfB) = (a[i].First, b[j].First);
        forest[0] = 0;
        for (var x = firstOfA; x <= i; x++) forest[(x - firstOfA + 1) * width] = forest[(x - firstOfA) * width] + Alone(a[x]);
        for (var y = firstOfB; y <= j; y++) forest[y - firstOfB + 1] = forest[y - firstOfB] + Alone(b[y]);
        for (var x = firstOfA; x <= i; x++)
        {
            var row = (x - firstOfA + 1) * width;
            var cost = Alone(a[x]);
            for (var y = firstOfB; y <= j; y++)
            {
                var at = row + y - firstOfB + 1;
                var least = Math.Min(forest[at - width] + cost, forest[at - 1] + Alone(b[y]));
                if (a[x].First == firstOfA && b[y].First == firstOfB)
                {
                    least = Math.Min(least, forest[at - width - 1] + Change(a[x], b[y]));
                    distances[x * b.Length + y] = least;
                }
                else
                {
                    var before = (a[x].First - firstOfA) * width + b[y].First - firstOfB;
                    least = Math.Min(least, forest[before] + distances[x * b.Length + y]);
                }
                forest[at] = least;
            }
        }
    }

    // To insert or delete a node.
    private static int Alone(TreeNode node) => node.Weight * Alone(node.Kind);

    private static int Alone(TreeNodeKind kind) => kind switch
    {
        TreeNodeKind.Unpaired => 1,
        TreeNodeKind.Paired => 2,
        _ => Never,
    };

    // What both weigh changes its kind; what one weighs more comes or goes.
    private static int Change(TreeNode from, TreeNode to)
    {
        var shared = Math.Min(from.Weight, to.Weight);
        var kind = from.Kind == to.Kind ? 0 : from.Kind == TreeNodeKind.Root || to.Kind == TreeNodeKind.Root ? Never : 1;
        var rest = Math.Abs(from.Weight - to.Weight) * Alone(from.Weight == shared ? to.Kind : from.Kind);
        return kind * shared + rest;
    }
}
