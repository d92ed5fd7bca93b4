using System.Threading.Channels;
using Granary.Runtime.ConfigurationDatabase;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Granary.Runtime.Membership;

/// <summary>
/// This process's place in the cluster, over `granary.silos`:
/// 1. it joins with a generation of its own;
/// 2. each second, or when a change is announced, a round beats its heart, reads who else is there, and declares those dead
///    whose heart has stood still;
/// 3. a heartbeat that finds its own row dead means that others may have this silo's grains: it tells
///    <see cref="DeclaredDead"/>, upon which everything is dropped, and joins anew with another generation;
/// 4. at the end it says that it leaves, hands its grains over, and ends its row.
/// </summary>
/// <remarks>
/// Time: a death needs <see cref="ClusterMembershipOptions.DeadAfter"/> without a heartbeat, and <see cref="IsCertain"/> ends
/// half of that after the last confirmed one was sent. So while a silo is certain nobody else can have its grains. This is for
/// reads; writes are fenced by the write-ahead log and need no clock.
/// </remarks>
internal sealed partial class ClusterMembership : IMembership, IAsyncDisposable
{
    private readonly MemberTable _table;
    private readonly ClusterDatabase _database;
    private readonly MembershipNews _news;
    private readonly ClusterMembershipOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DeathWatch _watch;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim _round = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private ITimer? _timer;
    private volatile Standing _standing;
    private volatile Picture _picture = new(new MembershipView(0, []), []);
    private long _confirmed;
    private bool _isUnreachable;
    private bool _isLeaving;

    public ClusterMembership(
        ClusterDatabase database, MembershipNews news, IOptions<ClusterMembershipOptions> options, TimeProvider time, ILogger<ClusterMembership> logger)
    {
        (_database, _news, _options, _time, _logger) = (database, news, options.Value, time, logger);
        _table = new MemberTable(database);
        _watch = new DeathWatch(_options.DeadAfter, _options.DeadAfter / 2, time);
        _standing = new Standing(new SiloAddress(_options.Endpoint, 0), IsMember: false);
    }

    public event Action<MembershipView>? Changed;

    /// <summary>This life is over: drop everything that it holds, at once and without writing. Called before the next life begins.</summary>
    public event Action? DeclaredDead;

    public SiloAddress Local => _standing.Local;

    public IReadOnlyList<SiloAddress> LiveSilos => _picture.LiveSilos;

    public MembershipView View => _picture.View;

    public bool IsCertain => _standing.IsMember && _time.GetElapsedTime(Volatile.Read(ref _confirmed)) < _options.UncertainAfter;

    /// <summary>Joins the cluster; when it ends, this process is in its own view.</summary>
    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BeginLifeAsync(cancellationToken);
            await BeatAsync(cancellationToken);
        }
        catch (NpgsqlException error)
        {
            throw _database.Explain(error);
        }
    }

    /// <summary>Begins the rounds.</summary>
    public void Start()
    {
        _timer = _time.CreateTimer(_ => _wake.Writer.TryWrite(true), null, _options.HeartbeatPeriod, _options.HeartbeatPeriod);
        _running.Add(Task.Run(() => RunAsync(_stop.Token)));
        _running.Add(Task.Run(() => _news.RunAsync(_table.Channel, () => _wake.Writer.TryWrite(true), _stop.Token)));
    }

    /// <summary>One round; false when PostgreSQL couldn't be asked.</summary>
    public async Task<bool> RoundAsync(CancellationToken cancellationToken)
    {
        await _round.WaitAsync(cancellationToken);
        try
        {
            if (!_standing.IsMember && !_isLeaving) await BeginLifeAsync(cancellationToken);
            if (_standing.IsMember) await BeatAsync(cancellationToken);
            if (_isUnreachable) LogReachable(_logger, _database.Location);
            _isUnreachable = false;
            return true;
        }
        catch (Exception error) when (error is NpgsqlException or IOException or TimeoutException)
        {
            if (!_isUnreachable) LogUnreachable(_logger, error, _database.Location);
            _isUnreachable = true;
            // Others in the pool may have lost their server, too, and each would cost a round's time to find out.
            _database.Source.Clear();
            return false;
        }
        finally
        {
            _round.Release();
        }
    }

    /// <summary>Tells the others that this silo takes no more grains. It goes on beating.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        _isLeaving = true;
        await SetStatusAsync(MemberStatus.Leaving, cancellationToken);
        await RoundAsync(cancellationToken);
    }

    /// <summary>Ends the rounds and this life's row.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await StopRoundsAsync();
        await SetStatusAsync(MemberStatus.Dead, cancellationToken);
        _standing = _standing with { IsMember = false };
    }

    public async ValueTask DisposeAsync()
    {
        await StopRoundsAsync();
        await _table.DisposeAsync();
        _stop.Dispose();
        _round.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(cancellationToken)) await RoundAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end of the process's life in the cluster.
        }
    }

    private async Task StopRoundsAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        if (_timer is not null) await _timer.DisposeAsync();
        await Task.WhenAll(_running);
    }

    private async Task BeginLifeAsync(CancellationToken cancellationToken)
    {
        var before = _standing.Local.Generation;
        var sent = _time.GetTimestamp();
        if (await _table.JoinAsync(_options.Endpoint, _options.Role, before, cancellationToken) is not { } generation)
        {
            LogEndpointTaken(_logger, _options.Endpoint);
            return;
        }
        Volatile.Write(ref _confirmed, sent);
        _standing = new Standing(new SiloAddress(_options.Endpoint, generation), IsMember: true);
        LogJoined(_logger, _standing.Local, _database.ClusterId);
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        var local = _standing.Local;
        var sent = _time.GetTimestamp();
        if (await _table.BeatAsync(local, _options.HeartbeatTimeout, cancellationToken) is not { } rows)
        {
            await EndLifeAsync(local, cancellationToken);
            return;
        }
        Volatile.Write(ref _confirmed, sent);
        var dead = new HashSet<SiloAddress>();
        foreach (var overdue in _watch.Look(rows.Where(row => row.Member.Address != local), sent))
        {
            if (!await _table.DeclareDeadAsync(overdue, cancellationToken)) continue;
            LogDeclaredDead(_logger, overdue.Member.Address, _options.DeadAfter);
            dead.Add(overdue.Member.Address);
        }
        Show([.. rows.Select(row => row.Member).Where(member => !dead.Contains(member.Address))]);
    }

    private async Task EndLifeAsync(SiloAddress local, CancellationToken cancellationToken)
    {
        LogWasDeclaredDead(_logger, local);
        _standing = new Standing(local, IsMember: false);
        DeclaredDead?.Invoke();
        if (_isLeaving) return;
        await BeginLifeAsync(cancellationToken);
        if (_standing.IsMember) await BeatAsync(cancellationToken);
    }

    private void Show(List<Member> members)
    {
        var before = _picture.View;
        if (before.Members.SequenceEqual(members)) return;
        var view = new MembershipView(before.Version + 1, members);
        _picture = new Picture(view, [.. members.Where(member => member.TakesGrains).Select(member => member.Address)]);
        LogChanged(_logger, view);
        Changed?.Invoke(view);
    }

    private async Task SetStatusAsync(MemberStatus status, CancellationToken cancellationToken)
    {
        try
        {
            if (_standing.IsMember) await _table.SetStatusAsync(_standing.Local, status, cancellationToken);
        }
        catch (NpgsqlException error)
        {
            // The others find out by themselves.
            LogStatusNotSet(_logger, error.Message, status);
        }
    }

    /// <summary>This process's life, or its last one.</summary>
    private sealed record Standing(SiloAddress Local, bool IsMember);

    /// <summary>A view, and what is asked of it at each call.</summary>
    private sealed record Picture(MembershipView View, SiloAddress[] LiveSilos);
}
